package io.countinghouse.console;

import io.countinghouse.identity.SecondFactors;
import java.util.List;
import org.springframework.web.servlet.ModelAndView;

/** The pages on which a second factor is set up, wherever that is. */
final class SecondFactorPages {

  private SecondFactorPages() {}

  /**
   * The secret, as a picture and as text, and a field for a code of it; none for the password.
   *
   * @param action where the form goes, a path of ours that shows this page too
   */
  static ModelAndView enrol(
      SecondFactors.Enrolment enrolment, String action, FieldProblems problems) {
    ModelAndView page = new ModelAndView("second-factor/enrol");
    page.addObject("secret", enrolment.secret());
    page.addObject("picture", QrCode.picture(enrolment.uri()));
    page.addObject("action", action);
    page.addObject("asksPassword", false);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, action);
    return page;
  }

  /**
   * The recovery codes, which are never shown again.
   *
   * @param next where to go on
   */
  static ModelAndView recovery(List<String> codes, String next) {
    ModelAndView page = new ModelAndView("second-factor/recovery");
    page.addObject("codes", codes);
    page.addObject("next", next);
    return page;
  }
}
