package io.countinghouse.console;

import io.countinghouse.identity.ContactChanges;
import io.countinghouse.identity.ContactChanges.Outcome;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.PhoneChanges;
import io.countinghouse.identity.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Changes the e-mail address and the phone of one's own account, at both places. */
@Controller
class ContactController {

  private final ContactChanges changes;
  private final PhoneChanges phones;
  private final SignIns signIns;
  private final RateLimits limits;

  ContactController(
      ContactChanges changes, PhoneChanges phones, SignIns signIns, RateLimits limits) {
    this.changes = changes;
    this.phones = phones;
    this.signIns = signIns;
    this.limits = limits;
  }

  /**
   * What was typed; a field that was not sent is empty.
   *
   * @param via {@code email} for who cannot get texts at the phone on file
   */
  record Form(String email, String phone, String oldCode, String code, String via) {

    Form {
      email = FieldChecks.text(email);
      phone = FieldChecks.digits(phone);
      oldCode = FieldChecks.digits(oldCode);
      code = FieldChecks.digits(code);
      via = FieldChecks.text(via);
    }

    boolean byEmail() {
      return via.equals("email");
    }

    /** Without the codes that were typed before others were sent, which void them. */
    Form after(PhoneChanges.Codes sent) {
      return switch (sent) {
        case PhoneChanges.Codes.Refused _ -> this;
        case PhoneChanges.Codes.Asked(var toOld, var toNew) ->
            new Form(
                email,
                phone,
                isSent(toOld) ? "" : oldCode,
                toNew.filter(ContactController::isSent).isPresent() ? "" : code,
                via);
      };
    }
  }

  private static final Form EMPTY = new Form("", "", "", "", "");

  @GetMapping({AccountController.CONSOLE + "/email", AccountController.BILLING_PROFILE + "/email"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView email(HttpServletRequest request) {
    return page("email", EMPTY, new FieldProblems(), request);
  }

  /** Sends a code to the old and one to the new address. */
  @PostMapping({
    AccountController.CONSOLE + "/email/code",
    AccountController.BILLING_PROFILE + "/email/code"
  })
  @Access(Access.Who.SIGNED_IN)
  ModelAndView emailCodes(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    if (!PageLanguage.isSwitch(request)) {
      FieldChecks.email(form.email(), problems);
      if (problems.isEmpty()) {
        limits.take(RateLimits.Limit.CODE, request);
        ContactChanges.Requested sent =
            changes.sendEmailCodes(
                who.ref(), new EmailAddress(form.email()), PageLanguage.of(request));
        told(sent.toNew(), "email", problems);
        // Too soon for another one: the one that it got is good.
        if (sent.toOld() instanceof EmailCodes.RequestOutcome.TooMany) {
          told(sent.toOld(), "oldCode", problems);
        }
      }
    }
    return sent(page("email", form, problems, request), problems, request, response);
  }

  @PostMapping({AccountController.CONSOLE + "/email", AccountController.BILLING_PROFILE + "/email"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView changeEmail(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page("email", form, problems, request);
    }
    FieldChecks.email(form.email(), problems);
    FieldChecks.code("oldCode", form.oldCode(), problems);
    FieldChecks.code(form.code(), problems);
    if (problems.isEmpty()) {
      told(
          changes.changeEmail(
              who.ref(), new EmailAddress(form.email()), form.oldCode(), form.code()),
          problems);
    }
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page("email", form, problems, request), response);
    }
    // The change ended all sign-ins; this one has just shown to read both addresses.
    signIns.signIn(who.ref(), who.username(), request, response);
    return done(request);
  }

  @GetMapping({AccountController.CONSOLE + "/phone", AccountController.BILLING_PROFILE + "/phone"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView phone(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    return phonePage(EMPTY, phones.way(who.ref(), false), new FieldProblems(), request);
  }

  /**
   * Sends a code to the old and one to the new phone; without texts, one to the address on file.
   */
  @PostMapping({
    AccountController.CONSOLE + "/phone/code",
    AccountController.BILLING_PROFILE + "/phone/code"
  })
  @Access(Access.Who.SIGNED_IN)
  ModelAndView phoneCode(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    PhoneChanges.Way way = phones.way(who.ref(), form.byEmail());
    if (!PageLanguage.isSwitch(request)) {
      if (way.texts()) {
        FieldChecks.phone(form.phone(), problems);
      }
      if (problems.isEmpty()) {
        limits.take(way.texts() ? RateLimits.Limit.TEXT : RateLimits.Limit.CODE, request);
        PhoneChanges.Codes codes =
            phones.send(who.ref(), form.phone(), form.byEmail(), PageLanguage.of(request));
        told(codes, way, problems);
        return sent(
            phonePage(form.after(codes), way, problems, request), problems, request, response);
      }
    }
    return sent(phonePage(form, way, problems, request), problems, request, response);
  }

  @PostMapping({AccountController.CONSOLE + "/phone", AccountController.BILLING_PROFILE + "/phone"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView changePhone(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    PhoneChanges.Way way = phones.way(who.ref(), form.byEmail());
    if (PageLanguage.isSwitch(request)) {
      return phonePage(form, way, problems, request);
    }
    FieldChecks.phone(form.phone(), problems);
    FieldChecks.code("oldCode", form.oldCode(), problems);
    if (!form.phone().isBlank() && way.texts()) {
      FieldChecks.code(form.code(), problems);
    }
    if (problems.isEmpty()) {
      told(
          phones.change(who.ref(), form.phone(), form.byEmail(), form.oldCode(), form.code()),
          problems);
    }
    return problems.isEmpty()
        ? done(request)
        : RegistrationPages.refused(phonePage(form, way, problems, request), response);
  }

  private static ModelAndView done(HttpServletRequest request) {
    return new ModelAndView("redirect:" + AccountController.profileBase(request) + "?changed=yes");
  }

  private static void told(EmailCodes.RequestOutcome outcome, String field, FieldProblems found) {
    switch (outcome) {
      case EmailCodes.RequestOutcome.Requested _ -> {}
      case EmailCodes.RequestOutcome.TooSoon _ -> found.add(field, "contact.too-soon");
      case EmailCodes.RequestOutcome.TooMany() -> found.add(field, "contact.too-many");
    }
  }

  private static void told(PhoneChanges.Codes codes, PhoneChanges.Way way, FieldProblems found) {
    switch (codes) {
      case PhoneChanges.Codes.Refused(var problem) -> told(problem, found);
      case PhoneChanges.Codes.Asked(var toOld, var toNew) -> {
        // Too soon for another one beside one that is sent: the one that it got is good.
        boolean sent = isSent(toOld) || toNew.filter(ContactController::isSent).isPresent();
        toNew.filter(it -> !(sent && isTooSoon(it))).ifPresent(it -> told(it, "phone", found));
        if (toOld instanceof EmailCodes.RequestOutcome.TooMany
            && way.old() instanceof PhoneNumber) {
          found.add("oldCode", "contact.texts.too-many");
        } else if (!isTooSoon(toOld) || toNew.isEmpty()) {
          told(toOld, "oldCode", found);
        }
      }
    }
  }

  private static boolean isSent(EmailCodes.RequestOutcome outcome) {
    return outcome instanceof EmailCodes.RequestOutcome.Requested;
  }

  private static boolean isTooSoon(EmailCodes.RequestOutcome outcome) {
    return outcome instanceof EmailCodes.RequestOutcome.TooSoon;
  }

  private static void told(PhoneChanges.Problem problem, FieldProblems found) {
    found.add(
        "phone",
        switch (problem) {
          case EMPTY -> "contact.texts.empty";
          case SAME -> "contact.texts.same";
          case NO_TEXTS -> "contact.texts.no-texts";
        });
  }

  private static void told(Outcome outcome, FieldProblems found) {
    switch (outcome) {
      case Outcome.Done() -> {}
      case Outcome.PhoneRefused(var problem) -> told(problem, found);
      case Outcome.Same() -> found.add("email", "contact.same");
      case Outcome.EmailTaken() -> found.add("email", "problem.email.taken");
      case Outcome.CodeMissing(var side) -> found.add(field(side), "problem.code.missing");
      case Outcome.CodeWrong(var side, int left) ->
          found.add(field(side), left > 0 ? "problem.code.wrong" : "problem.code.void", left);
    }
  }

  private static String field(ContactChanges.Side side) {
    return switch (side) {
      case OLD -> "oldCode";
      case NEW -> "code";
    };
  }

  private static ModelAndView sent(
      ModelAndView page,
      FieldProblems problems,
      HttpServletRequest request,
      HttpServletResponse response) {
    page.addObject("sent", problems.isEmpty() && !PageLanguage.isSwitch(request));
    return problems.isEmpty() ? page : RegistrationPages.refused(page, response);
  }

  private static ModelAndView phonePage(
      Form form, PhoneChanges.Way way, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = page("phone", form, problems, request);
    page.addObject("texts", way.texts());
    page.addObject("old", way.old().masked());
    page.addObject("oldIsPhone", way.old() instanceof PhoneNumber);
    page.addObject("byEmail", form.byEmail() && way.onFile().isPresent());
    return page;
  }

  /**
   * @param what {@code email} or {@code phone}
   */
  private static ModelAndView page(
      String what, Form form, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = RegistrationPages.form("contact", form, problems);
    page.addObject("what", what);
    page.addObject("base", AccountController.profileBase(request));
    page.addObject("billing", Place.of(request) == Place.BILLING);
    page.addObject("sent", false);
    page.addObject("texts", false);
    page.addObject("codeMinutes", EmailCodes.LIFE.toMinutes());
    return page;
  }
}
