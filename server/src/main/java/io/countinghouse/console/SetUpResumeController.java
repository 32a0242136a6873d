package io.countinghouse.console;

import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.settlement.SetUpProgress;
import io.countinghouse.settlement.SetUpProgress.Progress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Goes on with a set-up by the link in a mail. The link says which it is; a fresh code to its
 * address of now says that it is theirs.
 */
@Controller
class SetUpResumeController {

  private static final String HERE = "/setup/resume";
  private static final String ATTRIBUTE = "setup.resume";

  private final SetUpProgress progress;
  private final SetUpPages pages;
  private final RegistrationPages registrations;
  private final RateLimits limits;

  SetUpResumeController(
      SetUpProgress progress,
      SetUpPages pages,
      RegistrationPages registrations,
      RateLimits limits) {
    this.progress = progress;
    this.pages = pages;
    this.registrations = registrations;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String code) {

    Form {
      code = FieldChecks.digits(code);
    }
  }

  /**
   * The page; a link's token goes into the session, and out of the address.
   *
   * @param token of the link; empty after that
   */
  @GetMapping(HERE)
  @Access(Access.Who.PUBLIC)
  ModelAndView form(@RequestParam(defaultValue = "") String token, HttpServletRequest request) {
    if (!token.isEmpty()) {
      Progress found = progress.byToken(token).orElseThrow(NotLandedException::new);
      request.getSession(true).setAttribute(ATTRIBUTE, found.agreement().value());
      return new ModelAndView("redirect:" + HERE);
    }
    return page(current(request), new Form(""), new FieldProblems());
  }

  @PostMapping("/setup/resume-code")
  @Access(Access.Who.PUBLIC)
  ModelAndView code(HttpServletRequest request) {
    Progress current = current(request);
    limits.take(RateLimits.Limit.CODE, request);
    String key =
        switch (progress.sendCode(current, PageLanguage.of(request))) {
          case EmailCodes.RequestOutcome.Requested _ -> "code.sent";
          case EmailCodes.RequestOutcome.TooSoon _ -> "code.too-soon";
          case EmailCodes.RequestOutcome.TooMany() -> "code.too-many";
        };
    ModelAndView page = page(current, new Form(""), new FieldProblems());
    page.addObject("sent", key);
    return page;
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/resume-code")
  @Access(Access.Who.PUBLIC)
  String codePage() {
    return "redirect:" + HERE;
  }

  @PostMapping(HERE)
  @Access(Access.Who.PUBLIC)
  ModelAndView resume(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    Progress current = current(request);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(current, form, problems);
    }
    if (isResumed(current, request)) {
      return new ModelAndView("redirect:" + goOn(current, request));
    }
    FieldChecks.code(form.code(), problems);
    if (problems.isEmpty() && !progress.isShown(current, form.code())) {
      problems.add("code", "problem.code.not-shown");
    }
    return problems.isEmpty()
        ? new ModelAndView("redirect:" + goOn(current, request))
        : RegistrationPages.refused(page(current, form, problems), response);
  }

  /** Pressed twice, the second press finds that this browser goes on with it. */
  private boolean isResumed(Progress current, HttpServletRequest request) {
    boolean isHere =
        current.account() != null
            ? pages
                .provenFor(current.agreement(), request)
                .filter(current.account()::equals)
                .isPresent()
            : registrations
                .current(request)
                .filter(it -> it.id().equals(current.registration()))
                .isPresent();
    return isHere && SetUpSession.landed(request).filter(current.agreement()::equals).isPresent();
  }

  private String goOn(Progress current, HttpServletRequest request) {
    SetUpSession.land(request, current.agreement());
    if (current.account() != null) {
      pages.prove(current.agreement(), current.account(), request);
      return SetUpBindController.LIST;
    }
    if (current.registration() != null) {
      registrations.keep(request, current.registration());
      return RegistrationWay.FROM_AWS.workspace();
    }
    return "/setup";
  }

  /** The set-up that the link named, else that of the agreement that this browser landed with. */
  private Progress current(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return Optional.ofNullable(session)
        .map(it -> it.getAttribute(ATTRIBUTE))
        .filter(String.class::isInstance)
        .map(id -> new AgreementId((String) id))
        .or(() -> SetUpSession.landed(request))
        .flatMap(progress::find)
        .orElseThrow(NotLandedException::new);
  }

  private static ModelAndView page(Progress current, Form form, FieldProblems problems) {
    ModelAndView page = RegistrationPages.form("setup/resume", form, problems);
    page.addObject("address", current.email().masked());
    page.addObject("sent", null);
    return page;
  }
}
