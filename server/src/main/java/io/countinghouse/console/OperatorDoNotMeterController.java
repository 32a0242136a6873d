package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.metering.DoNotMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The do-not-meter list: whose records are made and kept, and not sent. */
@Controller
class OperatorDoNotMeterController {

  private static final int SHOWN_MAX = 500;
  private static final String ACCOUNT = "[0-9]{12}";

  private final DoNotMeter list;
  private final Agreements agreements;
  private final OperatorRows rows;
  private final ActorNames names;
  private final TransactionTemplate tx;

  OperatorDoNotMeterController(
      DoNotMeter list,
      Agreements agreements,
      OperatorRows rows,
      ActorNames names,
      TransactionTemplate tx) {
    this.list = list;
    this.agreements = agreements;
    this.rows = rows;
    this.names = names;
    this.tx = tx;
  }

  /** An entry as shown. */
  record Row(
      long id,
      String kind,
      String subject,
      String reason,
      String addedBy,
      String addedAt,
      @Nullable String removedReason,
      @Nullable String removedBy,
      @Nullable String removedAt) {}

  @GetMapping("/operator/do-not-meter")
  @Access(Access.Who.OPERATOR)
  ModelAndView all(HttpServletRequest request) {
    return page("", "", "", new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/do-not-meter", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @RequestParam(defaultValue = "") String subject,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return page(subject, reason, "", new FieldProblems(), request);
  }

  /**
   * Adds an entry.
   *
   * @param subject the twelve digits of an AWS account, or the id of an agreement of ours
   */
  @PostMapping("/operator/do-not-meter")
  @Access(Access.Who.OPERATOR)
  ModelAndView add(
      @RequestParam(defaultValue = "") String subject,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    Optional<DoNotMeter.Kind> kind = kindOf(subject.strip());
    if (kind.isEmpty()) {
      problems.add("subject", "do-not-meter.problem.subject");
    }
    Reasons.check(reason, problems);
    if (problems.isEmpty()) {
      boolean added =
          tx.execute(
              _ -> list.add(kind.orElseThrow(), subject.strip(), operator.actor(), reason.strip()));
      if (added) {
        return new ModelAndView("redirect:/operator/do-not-meter");
      }
      problems.add("subject", "do-not-meter.problem.twice");
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(subject, reason, "", problems, request);
  }

  private Optional<DoNotMeter.Kind> kindOf(String subject) {
    if (subject.matches(ACCOUNT)) {
      return Optional.of(DoNotMeter.Kind.AWS_ACCOUNT);
    }
    try {
      AgreementId id = new AgreementId(subject);
      return tx.execute(_ -> agreements.find(id)).map(_ -> DoNotMeter.Kind.AGREEMENT);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Takes an entry off. */
  @PostMapping("/operator/do-not-meter/{id}/remove")
  @Access(Access.Who.OPERATOR)
  ModelAndView remove(
      @PathVariable long id,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    return Reasons.given(
        reason,
        why -> Reasons.first(tx.execute(_ -> list.remove(id, operator.actor(), why))),
        "/operator/do-not-meter",
        problems -> page("", "", Long.toString(id), problems, request),
        response);
  }

  /**
   * @param removing the id of the entry whose removal the problems are about; empty for the form
   *     that adds one
   */
  private ModelAndView page(
      String subject,
      String reason,
      String removing,
      FieldProblems problems,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("operator/do-not-meter");
    page.addObject("rows", tx.execute(_ -> rows(language)));
    page.addObject("subject", subject);
    page.addObject("reason", reason);
    page.addObject("removing", removing);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "do-not-meter");
    return page;
  }

  private List<Row> rows(Language language) {
    UnaryOperator<String> named = names.all(language);
    return list.all(SHOWN_MAX).stream().map(it -> row(it, named, language)).toList();
  }

  private Row row(DoNotMeter.Entry it, UnaryOperator<String> named, Language language) {
    return new Row(
        it.id(),
        it.kind().name(),
        it.subject(),
        it.reason(),
        named.apply(it.addedBy()),
        rows.time(it.addedAt(), language),
        it.removedReason(),
        it.removedBy() == null ? null : named.apply(it.removedBy()),
        rows.optionalTime(it.removedAt(), language));
  }
}
