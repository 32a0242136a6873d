package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.metering.RecordDecisions;
import io.countinghouse.metering.RecordDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of one metering record. */
@Service
class OperatorRecords {

  private static final int CALLS_MAX = 50;

  private final RecordDetails details;
  private final RecordDecisions decisions;
  private final OperatorRows rows;
  private final ActorNames names;
  private final PageText text;
  private final TransactionTemplate tx;

  OperatorRecords(
      RecordDetails details,
      RecordDecisions decisions,
      OperatorRows rows,
      ActorNames names,
      PageText text,
      TransactionTemplate tx) {
    this.details = details;
    this.decisions = decisions;
    this.rows = rows;
    this.names = names;
    this.text = text;
    this.tx = tx;
  }

  /** A workspace's part of the quantity. */
  record PartRow(String workspace, String site, String quantity) {}

  /**
   * A call with its answer.
   *
   * @param outcome of its word, after {@code call.}
   */
  record CallRow(
      long id,
      String sentAt,
      String outcome,
      @Nullable Integer status,
      @Nullable String error,
      String request,
      @Nullable String response) {}

  /**
   * A step in its life.
   *
   * @param what of its word, after {@code record.step.}
   */
  record Step(Instant at, String time, String what, @Nullable String detail) {}

  /** All that is known of a record. */
  record View(
      OperatorRows.RecordRow row,
      String stamp,
      int attempts,
      long version,
      @Nullable String nextAttempt,
      boolean unanswered,
      @Nullable String untagged,
      String wire,
      List<String> choices,
      List<PartRow> parts,
      List<Step> steps,
      List<CallRow> calls) {}

  /**
   * One record.
   *
   * @throws PageNotFoundException if there is none of that id
   */
  View view(String id, Language language) {
    return tx.execute(_ ->
        details
            .find(id)
            .map(it -> view(it, language))
            .orElseThrow(() -> new PageNotFoundException("there is no such record")));
  }

  private View view(RecordDetails.Detail it, Language language) {
    String id = it.record().id();
    List<RecordDetails.Call> calls = details.callsOf(id, CALLS_MAX);
    return new View(
        rows.of(it.record(), language),
        rows.seconds(it.record().stamp(), language),
        it.attempts(),
        it.version(),
        rows.optionalTime(it.nextAttemptAt(), language),
        it.unanswered(),
        it.untagged(),
        it.wire(),
        decisions.choices(it.record()).stream().map(Enum::name).toList(),
        details.partsOf(id).stream()
            .map(part ->
                new PartRow(
                    part.workspace().value(), part.site(), text.number(part.quantity(), language)))
            .toList(),
        steps(it, calls, language),
        calls.stream().map(call -> row(call, language)).toList());
  }

  private CallRow row(RecordDetails.Call call, Language language) {
    return new CallRow(
        call.id(),
        rows.seconds(call.sentAt(), language),
        call.outcome() == null ? "OPEN" : call.outcome(),
        call.status(),
        call.error(),
        call.request(),
        call.response());
  }

  private List<Step> steps(
      RecordDetails.Detail it, List<RecordDetails.Call> calls, Language language) {
    List<Step> steps = new ArrayList<>();
    add(steps, it.record().madeAt(), "made", null, language);
    for (RecordDetails.Call call : calls) {
      add(steps, call.sentAt(), "sent", "#" + call.id(), language);
      add(steps, call.answeredAt(), "answered", call.error(), language);
    }
    add(steps, it.record().answeredAt(), "settled", it.record().reason(), language);
    String decidedBy = it.decidedBy();
    if (decidedBy != null) {
      String decision = names.of(decidedBy, language) + ": " + it.decision();
      add(steps, it.decidedAt(), "decided", decision, language);
    }
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  private void add(
      List<Step> steps,
      @Nullable Instant at,
      String what,
      @Nullable String detail,
      Language language) {
    if (at != null) {
      steps.add(new Step(at, rows.seconds(at, language), what, detail));
    }
  }
}
