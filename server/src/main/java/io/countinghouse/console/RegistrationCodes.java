package io.countinghouse.console;

import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Sends the codes of registrations, to whatever address was typed. */
@Component
class RegistrationCodes {

  private final EmailCodes codes;
  private final RateLimits limits;
  private final Clock wallClock;

  RegistrationCodes(EmailCodes codes, RateLimits limits, Clock wallClock) {
    this.codes = codes;
    this.limits = limits;
    this.wallClock = wallClock;
  }

  /**
   * What is said beside the button that sends a code.
   *
   * @param key of the text
   * @param seconds until another may be asked for; 0 for now
   */
  record Answer(String key, String address, long seconds) {}

  /**
   * Sends one, if the limits allow it.
   *
   * @throws IllegalArgumentException if it is no address
   */
  Answer send(String email, HttpServletRequest request) {
    EmailAddress address = new EmailAddress(email);
    try {
      limits.take(RateLimits.Limit.CODE, request);
    } catch (TooManyRequestsException e) {
      return new Answer("code.too-many-here", address.value(), e.retryAfter().toSeconds() + 1);
    }
    return switch (codes.request(CodePurpose.REGISTRATION, address, PageLanguage.of(request))) {
      case EmailCodes.RequestOutcome.Requested(Instant next) ->
          new Answer("code.sent", address.value(), until(next));
      case EmailCodes.RequestOutcome.TooSoon(Instant next) ->
          new Answer("code.too-soon", address.value(), until(next));
      case EmailCodes.RequestOutcome.TooMany() -> new Answer("code.too-many", address.value(), 0);
    };
  }

  /**
   * Sends a code for a form; answers with a part of the page where a script asked for it, else with
   * the whole page.
   *
   * @param page the page with problems
   */
  ModelAndView answer(
      String email,
      Function<FieldProblems, ModelAndView> page,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    FieldChecks.email(email, problems);
    boolean part = request.getHeader("HX-Request") != null;
    ModelAndView answer = part ? new ModelAndView("setup/code :: answer") : page.apply(problems);
    answer.addObject("problems", problems);
    answer.addObject("codeAnswer", problems.isEmpty() ? send(email, request) : null);
    return problems.isEmpty() || part ? answer : RegistrationPages.refused(answer, response);
  }

  private long until(Instant next) {
    return Math.max(0, Duration.between(wallClock.instant(), next).toSeconds() + 1);
  }
}
