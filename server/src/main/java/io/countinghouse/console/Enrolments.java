package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.SecondFactors;
import io.countinghouse.site.Brand;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Second factors on their way in: each browser is shown a secret of its own, and confirms none but
 * that.
 */
@Component
class Enrolments {

  private static final String ATTRIBUTE = "second-factor.enrolment.";

  private final SecondFactors secondFactors;
  private final Brand brand;

  Enrolments(SecondFactors secondFactors, Brand brand) {
    this.secondFactors = secondFactors;
    this.brand = brand;
  }

  /**
   * The page with the secret of this browser.
   *
   * @param action where its form goes, a path of ours that shows this page too
   * @throws IllegalStateException if the account has a second factor already
   */
  ModelAndView page(
      AccountRef account,
      String username,
      String action,
      FieldProblems problems,
      HttpServletRequest request) {
    SecondFactors.Enrolment enrolment =
        secondFactors.begin(
            account, brand.name(PageLanguage.of(request)), username, shown(account, request));
    request.getSession(true).setAttribute(ATTRIBUTE + Place.of(account), enrolment.mark());
    return SecondFactorPages.enrol(enrolment, action, problems);
  }

  /** Switches on what this browser was shown, for who has shown a code of it. */
  SecondFactors.Confirmation confirm(AccountRef account, String code, HttpServletRequest request) {
    return secondFactors.confirm(account, code, shown(account, request));
  }

  private static String shown(AccountRef account, HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null
            && session.getAttribute(ATTRIBUTE + Place.of(account)) instanceof String mark
        ? mark
        : "";
  }
}
