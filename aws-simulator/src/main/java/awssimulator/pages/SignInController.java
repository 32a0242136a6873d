package awssimulator.pages;

import awssimulator.market.Accounts;
import awssimulator.market.Agreements;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;

/** Signing in as one of the accounts, making one, and the language. */
@Controller
class SignInController {
  private final Accounts accounts;
  private final Agreements agreements;
  private final SignedIn signedIn;
  private final LocaleResolver locales;

  SignInController(
      Accounts accounts, Agreements agreements, SignedIn signedIn, LocaleResolver locales) {
    this.accounts = accounts;
    this.agreements = agreements;
    this.signedIn = signedIn;
    this.locales = locales;
  }

  @GetMapping("/sign-in")
  String choose(@RequestParam(required = false) @Nullable String next, Model model) {
    model.addAttribute("accounts", accounts.all());
    model.addAttribute("next", Go.safe(next));
    return "sign-in";
  }

  @PostMapping("/sign-in")
  ModelAndView signIn(
      @RequestParam String accountId, @RequestParam String next, HttpServletResponse response) {
    signedIn.as(agreements.account(accountId), response);
    return Go.to(Go.safe(next));
  }

  @PostMapping("/accounts")
  ModelAndView create(
      @RequestParam String name, @RequestParam String next, HttpServletResponse response) {
    signedIn.as(accounts.create(name), response);
    return Go.to(Go.safe(next));
  }

  @PostMapping("/sign-out")
  ModelAndView signOut(HttpServletResponse response) {
    signedIn.out(response);
    return Go.to("/");
  }

  @PostMapping("/language")
  ModelAndView language(
      @RequestParam String language,
      @RequestParam String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    Locale locale = language.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    locales.setLocale(request, response, locale);
    return Go.to(Go.safe(next));
  }
}
