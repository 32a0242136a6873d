package io.countinghouse.console;

import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.Language;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of registrations share: which one this browser is at, and their forms. */
@Component
class RegistrationPages {

  private static final String ATTRIBUTE = "registration";

  private final Registrations registrations;
  private final Sites sites;

  RegistrationPages(Registrations registrations, Sites sites) {
    this.registrations = registrations;
    this.sites = sites;
  }

  /** The registration of this browser; empty when none is under way. */
  Optional<Registration> current(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof String id
        ? registrations.find(new RegistrationId(id))
        : Optional.empty();
  }

  /** Lets this browser go on with a registration. */
  void keep(HttpServletRequest request, RegistrationId id) {
    request.getSession(true).setAttribute(ATTRIBUTE, id.value());
  }

  /** The sites to choose from. */
  List<RegisterController.Option> siteOptions(Language language) {
    return sites.all().stream()
        .map(site -> new RegisterController.Option(site.id().value(), site.name(language)))
        .toList();
  }

  String firstSite() {
    return sites.all().getFirst().id().value();
  }

  /**
   * A page with a form that asks for an account.
   *
   * @param codePath where its button for a code goes
   */
  ModelAndView account(
      String view,
      String codePath,
      AccountForm form,
      FieldProblems problems,
      HttpServletRequest request) {
    ModelAndView page = form(view, form, problems);
    page.addObject("sites", siteOptions(PageLanguage.of(request)));
    page.addObject("codePath", codePath);
    page.addObject("codeAnswer", null);
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("codeMinutes", EmailCodes.LIFE.toMinutes());
    return page;
  }

  /** A page with a form, which the language switch sends along. */
  static ModelAndView form(String view, Object form, FieldProblems problems) {
    ModelAndView page = new ModelAndView(view);
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "page-form");
    return page;
  }

  /** Says that the form was not taken. */
  static ModelAndView refused(ModelAndView page, HttpServletResponse response) {
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page;
  }

  /** What a code that is not right is told as. */
  static void wrongCode(int triesLeft, FieldProblems problems) {
    if (triesLeft > 0) {
      problems.add("code", "problem.code.wrong", triesLeft);
    } else {
      problems.add("code", "problem.code.void");
    }
  }
}
