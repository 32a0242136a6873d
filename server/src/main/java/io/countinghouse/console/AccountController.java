package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Credentials;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.SecondFactors;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** One's own account, at the console and at the Billing Center: profile and password. */
@Controller
class AccountController {

  static final String CONSOLE = "/account";
  static final String BILLING = "/billing/security";
  static final String BILLING_PROFILE = "/billing/profile";

  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final Credentials credentials;
  private final SecondFactors secondFactors;
  private final Sites sites;
  private final SignIns signIns;
  private final RateLimits limits;
  private final TransactionTemplate tx;

  AccountController(
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      Credentials credentials,
      SecondFactors secondFactors,
      Sites sites,
      SignIns signIns,
      RateLimits limits,
      TransactionTemplate tx) {
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.credentials = credentials;
    this.secondFactors = secondFactors;
    this.sites = sites;
    this.signIns = signIns;
    this.limits = limits;
    this.tx = tx;
  }

  /** What is shown of an account. */
  record Profile(String username, String email, String phone, String site) {}

  /** Two passwords; a field that was not sent is empty. */
  record Form(String current, String password) {

    Form {
      current = FieldChecks.text(current);
      password = FieldChecks.text(password);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  /** Where password and second factor of one's own account are, at the place of a page. */
  static String base(HttpServletRequest request) {
    return Place.of(request) == Place.BILLING ? BILLING : CONSOLE;
  }

  /** Where e-mail and phone of one's own account are, at the place of a page. */
  static String profileBase(HttpServletRequest request) {
    return Place.of(request) == Place.BILLING ? BILLING_PROFILE : CONSOLE;
  }

  @GetMapping({CONSOLE, BILLING})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView account(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    return page(new FieldProblems(), request, who);
  }

  @GetMapping(BILLING_PROFILE)
  @Access(Access.Who.SIGNED_IN)
  ModelAndView profilePage(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    return page("profile", new FieldProblems(), request, who);
  }

  /** Sets a new password; ends all other sign-ins of the account. */
  @PostMapping({CONSOLE + "/password", BILLING + "/password"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView changePassword(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    checkCurrent("current", form.current(), problems, request, who);
    if (form.password().isEmpty()) {
      problems.add("password", "problem.password.empty");
    } else {
      FieldChecks.password("password", credentials.problems(who.ref(), form.password()), problems);
    }
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(problems, request, who);
    }
    tx.executeWithoutResult(
        _ -> credentials.setPassword(who.ref(), new Password(form.password()), "changed"));
    signIns.signIn(who.ref(), who.username(), request, response);
    return new ModelAndView("redirect:" + base(request) + "?changed=yes");
  }

  /** Whether a typed password is the account's own; tries count as sign-ins do. */
  void checkCurrent(
      String field,
      String typed,
      FieldProblems problems,
      HttpServletRequest request,
      SignedIn who) {
    limits.takeSignIn(request, "own password", who.ref().id());
    if (!credentials.passwordIs(who.ref(), typed)) {
      problems.add(field, "problem.password.wrong");
    }
  }

  /** Ends all sign-ins of the account, this one too. */
  @PostMapping({CONSOLE + "/sign-out-everywhere", BILLING + "/sign-out-everywhere"})
  @Access(Access.Who.SIGNED_IN)
  String signOutEverywhere(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    tx.executeWithoutResult(_ -> credentials.endSignIns(who.ref()));
    signIns.signOut(request);
    return "redirect:" + Place.of(request).path("/sign-in");
  }

  /** All of it at the console, what is about signing in at the Billing Center. */
  ModelAndView page(FieldProblems problems, HttpServletRequest request, SignedIn who) {
    String shown = Place.of(request) == Place.BILLING ? "security" : "title";
    return page(shown, problems, request, who);
  }

  /**
   * @param shown which part, and after {@code account.} its title
   */
  private ModelAndView page(
      String shown, FieldProblems problems, HttpServletRequest request, SignedIn who) {
    ModelAndView page = new ModelAndView("account");
    page.addObject("shown", shown);
    page.addObject("profileBase", profileBase(request));
    page.addObject("profile", profile(who, request));
    page.addObject("base", base(request));
    page.addObject("billing", Place.of(request) == Place.BILLING);
    page.addObject("secondFactor", secondFactors.isOn(who.ref()));
    page.addObject("recoveryCodes", secondFactors.recoveryCodesLeft(who.ref()));
    page.addObject("changed", request.getParameter("changed") != null);
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("problems", problems);
    page.addObject(
        PageFrame.LANGUAGE_PATH, shown.equals("profile") ? BILLING_PROFILE : base(request));
    return page;
  }

  private Profile profile(SignedIn who, HttpServletRequest request) {
    return switch (who) {
      case SignedInCustomer customer -> {
        ConsoleAccount it = consoleAccounts.find(customer.account()).orElseThrow();
        yield new Profile(it.username(), it.email(), it.phone(), name(it.site(), request));
      }
      case SignedInBilling billing -> {
        BillingAccount it = billingAccounts.find(billing.account()).orElseThrow();
        yield new Profile(it.username(), it.email(), it.phone(), name(it.site(), request));
      }
      case SignedInOperator _ -> throw new PageNotFoundException("operators have no such page");
    };
  }

  private String name(SiteId site, HttpServletRequest request) {
    return sites.get(site).name(PageLanguage.of(request));
  }
}
