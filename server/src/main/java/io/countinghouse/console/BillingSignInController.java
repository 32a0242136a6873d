package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signs people in to the Billing Center with a billing account, and out of it. */
@Controller
class BillingSignInController {

  /** What attempts at billing accounts are counted under, here and wherever they are shown. */
  static final String PLACE = "billing";

  private final BillingAccounts accounts;
  private final SignIns signIns;
  private final SignInSteps steps;
  private final RateLimits limits;

  BillingSignInController(
      BillingAccounts accounts, SignIns signIns, SignInSteps steps, RateLimits limits) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.steps = steps;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String name, String password, String back) {

    Form {
      name = FieldChecks.text(name);
      password = FieldChecks.text(password);
      back = FieldChecks.text(back);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  @GetMapping("/billing/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView form(
      @RequestParam(defaultValue = "") String back,
      @RequestParam(required = false) @Nullable String expired,
      @RequestParam(required = false) @Nullable String reset,
      @AuthenticationPrincipal @Nullable SignedInBilling who) {
    if (who != null) {
      return new ModelAndView("redirect:" + Place.BILLING.target(back));
    }
    FieldProblems problems = new FieldProblems();
    if (expired != null) {
      problems.add("name", "problem.form-expired");
    }
    return page(new Form("", "", back), problems, reset != null);
  }

  @PostMapping("/billing/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView signIn(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(form, problems, false);
    }
    if (form.name().isBlank()) {
      problems.add("name", "problem.username.empty");
    }
    if (form.password().isEmpty()) {
      problems.add("password", "problem.password.empty");
    }
    if (problems.isEmpty()) {
      limits.takeSignIn(request, PLACE, form.name());
      Optional<BillingAccount> account = accounts.authenticate(form.name(), form.password());
      if (account.isPresent()) {
        AccountRef ref = new AccountRef.Billing(account.get().id());
        String back = Place.BILLING.target(form.back());
        return new ModelAndView(
            "redirect:"
                + steps.passwordShown(ref, account.get().username(), back, request, response));
      }
      problems.add("name", "problem.billing-sign-in.wrong");
    }
    return RegistrationPages.refused(page(form, problems, false), response);
  }

  @PostMapping("/billing/sign-out")
  @Access(Access.Who.PUBLIC)
  String signOut(HttpServletRequest request) {
    signIns.signOut(request);
    return "redirect:/billing/sign-in";
  }

  private static ModelAndView page(Form form, FieldProblems problems, boolean reset) {
    ModelAndView page = RegistrationPages.form("billing/sign-in", form, problems);
    page.addObject("reset", reset);
    page.addObject(
        PageFrame.LANGUAGE_PATH, Place.BILLING.signInPath(form.back()).build().toUriString());
    return page;
  }
}
