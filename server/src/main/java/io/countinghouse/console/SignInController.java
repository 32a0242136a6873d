package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signs people in and out with the console account of a site. */
@Controller
class SignInController {

  private final ConsoleAccounts accounts;
  private final Sites sites;
  private final SignIns signIns;
  private final SignInSteps steps;
  private final RateLimits limits;

  SignInController(
      ConsoleAccounts accounts,
      Sites sites,
      SignIns signIns,
      SignInSteps steps,
      RateLimits limits) {
    this.accounts = accounts;
    this.sites = sites;
    this.signIns = signIns;
    this.steps = steps;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String site, String name, String password, String back) {

    Form {
      site = text(site);
      name = text(name);
      password = text(password);
      back = text(back);
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value;
    }

    @Override
    public String toString() {
      return "Form[site=" + site + "]";
    }
  }

  @GetMapping("/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView form(
      @RequestParam(defaultValue = "") String back,
      @RequestParam(defaultValue = "") String site,
      @RequestParam(required = false) @Nullable String expired,
      HttpServletRequest request,
      @AuthenticationPrincipal @Nullable SignedInCustomer customer) {
    if (customer != null) {
      return new ModelAndView("redirect:" + Place.CONSOLE.target(back.isEmpty() ? "/w" : back));
    }
    FieldProblems problems = new FieldProblems();
    if (expired != null) {
      problems.add("name", "problem.form-expired");
    }
    String first = sites.all().getFirst().id().value();
    return page(new Form(site.isEmpty() ? first : site, "", "", back), problems, request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/sign-in", params = PageLanguage.PARAMETER)
  @Access(Access.Who.PUBLIC)
  ModelAndView inOtherLanguage(@ModelAttribute("form") Form form, HttpServletRequest request) {
    return page(form, new FieldProblems(), request);
  }

  @PostMapping("/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView signIn(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    Optional<Site> site =
        sites.all().stream().filter(it -> it.id().value().equals(form.site())).findFirst();
    if (site.isEmpty()) {
      problems.add("site", "problem.site");
    }
    if (form.name().isBlank()) {
      problems.add("name", "problem.sign-in.name");
    }
    if (form.password().isEmpty()) {
      problems.add("password", "problem.password.empty");
    }
    if (site.isPresent() && problems.isEmpty()) {
      Optional<ConsoleAccount> account = account(site.get().id(), form, request);
      if (account.isPresent()) {
        String back = Place.CONSOLE.target(form.back());
        AccountRef ref = new AccountRef.Console(account.get().id());
        return new ModelAndView(
            "redirect:"
                + steps.passwordShown(ref, account.get().username(), back, request, response));
      }
      problems.add("name", "problem.sign-in.wrong");
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(form, problems, request);
  }

  private Optional<ConsoleAccount> account(SiteId site, Form form, HttpServletRequest request) {
    limits.takeSignIn(request, site.value(), form.name());
    return accounts.authenticate(site, form.name(), form.password());
  }

  @PostMapping("/sign-out")
  @Access(Access.Who.PUBLIC)
  String signOut(HttpServletRequest request) {
    signIns.signOut(request);
    return "redirect:/sign-in";
  }

  private ModelAndView page(Form form, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<RegistrationPages.Option> options =
        sites.all().stream()
            .map(site -> new RegistrationPages.Option(site.id().value(), site.name(language)))
            .toList();
    ModelAndView page = new ModelAndView("sign-in");
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject("sites", options);
    page.addObject(PageFrame.FORM, "sign-in");
    page.addObject(
        PageFrame.LANGUAGE_PATH, Place.CONSOLE.signInPath(form.back()).build().toUriString());
    return page;
  }
}
