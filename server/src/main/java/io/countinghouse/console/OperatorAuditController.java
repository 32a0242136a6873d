package io.countinghouse.console;

import io.countinghouse.audit.AuditSearch.Wanted;
import io.countinghouse.kernel.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** The audit trail as operators search and check it. */
@Controller
class OperatorAuditController {

  private final OperatorAudit trail;

  OperatorAuditController(OperatorAudit trail) {
    this.trail = trail;
  }

  /**
   * What is looked for; empty for all.
   *
   * @param who the id of an actor
   * @param what how the action begins
   * @param subject the id of what it was done to
   * @param from the first UTC day
   * @param to the last UTC day
   */
  record Filter(
      @Nullable String who,
      @Nullable String what,
      @Nullable String subject,
      @Nullable String from,
      @Nullable String to) {

    /** As it was typed, for templates. */
    public String typed(@Nullable String value) {
      return value == null ? "" : value.strip();
    }

    boolean isEmpty() {
      return (typed(who) + typed(what) + typed(subject) + typed(from) + typed(to)).isEmpty();
    }

    URI page() {
      return UriComponentsBuilder.fromPath("/operator/audit")
          .queryParam("who", typed(who))
          .queryParam("what", typed(what))
          .queryParam("subject", typed(subject))
          .queryParam("from", typed(from))
          .queryParam("to", typed(to))
          .encode()
          .build()
          .toUri();
    }

    Wanted wanted(FieldProblems problems) {
      return new Wanted(
          typed(who),
          typed(what),
          typed(subject),
          start("from", typed(from), 0, problems),
          start("to", typed(to), 1, problems));
    }

    private static @Nullable Instant start(
        String field, String day, int daysLater, FieldProblems problems) {
      try {
        return day.isEmpty()
            ? null
            : Typed.day(day).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException e) {
        problems.add(field, "audit.problem.day");
        return null;
      }
    }
  }

  /**
   * Entries, the newest first.
   *
   * @param before the id of the last one of the page before
   */
  @GetMapping("/operator/audit")
  @Access(Access.Who.OPERATOR)
  ModelAndView show(
      Filter filter,
      @RequestParam(required = false) @Nullable Long before,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    Wanted wanted = filter.wanted(problems);
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }
    ModelAndView page = new ModelAndView("operator/audit");
    page.addObject(
        "found",
        trail.newest(wanted, before == null ? Long.MAX_VALUE : before, PageLanguage.of(request)));
    page.addObject("filter", filter);
    page.addObject("filtered", !filter.isEmpty());
    page.addObject("first", before == null);
    page.addObject("problems", problems);
    return page;
  }

  /** All of them as a file. */
  @GetMapping("/operator/audit.csv")
  @Access(Access.Who.OPERATOR)
  void csv(
      Filter filter,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Language language = PageLanguage.of(request);
    FieldProblems problems = new FieldProblems();
    Wanted wanted = filter.wanted(problems);
    if (!problems.isEmpty()) {
      // The page says what is wrong.
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, filter.page().toString());
      return;
    }
    trail.file(
        wanted, operator.id(), language, WorkspaceUsageController.file("audit.csv", response));
  }

  /** Checks the whole trail, for people: 422 with findings. */
  @GetMapping("/operator/audit/check")
  @Access(Access.Who.OPERATOR)
  ModelAndView checked(HttpServletRequest request, HttpServletResponse response) {
    OperatorAudit.Checked checked = trail.check(PageLanguage.of(request));
    if (!checked.good()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }
    ModelAndView page = new ModelAndView("operator/audit-check");
    page.addObject("good", checked.good());
    page.addObject("lines", checked.text().lines().toList());
    return page;
  }

  /** The same for {@code bin/verify-audit}, as text. */
  @GetMapping("/operator/audit/check.txt")
  @Access(Access.Who.OPERATOR)
  ResponseEntity<String> check(HttpServletRequest request) {
    OperatorAudit.Checked checked = trail.check(PageLanguage.of(request));
    return ResponseEntity.status(checked.good() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(checked.text());
  }
}
