package io.countinghouse.console;

import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of registrations share: which one this browser is at, and their forms. */
@Component
class RegistrationPages {

  private static final String ATTRIBUTE = "registration";
  private static final String WORKSPACE = "registration.workspace";

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

  /** What was typed into the last step of a registration; the session keeps plain texts. */
  private record Typed(String registration, String name, String language) implements Serializable {}

  /** Keeps what was typed into the last step while somebody is away at AWS. */
  void keepTyped(HttpServletRequest request, RegistrationSteps.WorkspaceForm form) {
    current(request)
        .ifPresent(it ->
            request
                .getSession(true)
                .setAttribute(
                    WORKSPACE,
                    new Typed(it.id().value(), form.workspaceName(), form.workspaceLanguage())));
  }

  /** What was typed into the last step of this registration before; empty when nothing was. */
  Optional<RegistrationSteps.WorkspaceForm> typed(Registration of, HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null
            && session.getAttribute(WORKSPACE) instanceof Typed(var id, var name, var language)
            && id.equals(of.id().value())
        ? Optional.of(new RegistrationSteps.WorkspaceForm(name, language, ""))
        : Optional.empty();
  }

  /** One choice of a list. */
  record Option(String value, String label) {}

  /** The sites to choose from. */
  List<Option> siteOptions(RegistrationWay way, Language language) {
    return options(sitesOf(way), language);
  }

  static List<Option> options(List<Site> sites, Language language) {
    return sites.stream().map(site -> new Option(site.id().value(), site.name(language))).toList();
  }

  private List<Site> sitesOf(RegistrationWay way) {
    return way.fromAws() ? sites.offering(Site.Method.AWS) : sites.all();
  }

  /** Whether workspaces of a site can be settled by AWS. */
  boolean offersAws(SiteId site) {
    return offers(site, Site.Method.AWS);
  }

  /** Whether workspaces of a site may be settled by a method. */
  boolean offers(SiteId site, Site.Method method) {
    return sites.find(site).filter(it -> it.offers(method)).isPresent();
  }

  /** Adds a problem where a site is none of those to choose from. */
  void checkSite(RegistrationWay way, String site, FieldProblems problems) {
    if (!problems.has("site")
        && sitesOf(way).stream().noneMatch(it -> it.id().value().equals(site))) {
      problems.add("site", "problem.site");
    }
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
    page.addObject("sites", options(sites.all(), PageLanguage.of(request)));
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

  /** A page of a registration, with its form. */
  static ModelAndView step(String view, RegistrationWay way, Object form, FieldProblems problems) {
    ModelAndView page = form(view, form, problems);
    page.addObject("way", way);
    return page;
  }

  /** Adds why the first step was not taken. */
  static void add(Registrations.BeginOutcome refused, FieldProblems problems) {
    switch (refused) {
      case Registrations.BeginOutcome.Begun _ ->
          throw new IllegalArgumentException("begun, and so not refused");
      case Registrations.BeginOutcome.SiteRefused() -> problems.add("site", "problem.site");
      case Registrations.BeginOutcome.CodeWrong(int left) -> wrongCode(left, problems);
      case Registrations.BeginOutcome.CodeMissing() -> problems.add("code", "problem.code.missing");
      case Registrations.BeginOutcome.UsernameTaken() ->
          problems.add("username", "problem.username.taken");
      case Registrations.BeginOutcome.EmailTaken() -> problems.add("email", "problem.email.taken");
    }
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
