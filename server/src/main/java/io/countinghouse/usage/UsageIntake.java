package io.countinghouse.usage;

import io.countinghouse.kernel.BusinessClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Takes the events of a request: each is read, checked against the clock, and counted once. */
@Service
class UsageIntake {

  /** Of a refused id or source only so much is answered. */
  private static final int ECHO_LENGTH_MAX = 200;

  private final UsageEngine engine;
  private final BusinessClock clock;
  private final UsageSettings settings;
  private final MeterRegistry meters;

  UsageIntake(
      UsageEngine engine, BusinessClock clock, UsageSettings settings, MeterRegistry meters) {
    this.engine = engine;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
  }

  /** A well-formed event at its position in the request. */
  private record At(long index, ReportedEvent event) {}

  /** Whether nothing is taken now, whatever it says. */
  boolean full() {
    return engine.full();
  }

  /**
   * Takes events; what is tallied as accepted is committed.
   *
   * @param sent as they came, at most as many as the settings allow
   * @param tally told what becomes of each, and of none if this fails
   * @throws TooMuchWaitsException if nothing is taken now
   */
  void take(List<SentEvent> sent, UsageTally tally) {
    Instant now = clock.now();
    List<At> wellFormed = new ArrayList<>(sent.size());
    List<UsageAnswer.Refused> refused = new ArrayList<>();
    EventReader reader = new EventReader();
    Instant latest = now.plus(settings.aheadMax());
    for (SentEvent event : sent) {
      switch (event) {
        case SentEvent.Json(long index, JsonNode node) -> {
          switch (checked(reader.read(node), latest, now)) {
            case EventReader.Read(ReportedEvent read) -> wellFormed.add(new At(index, read));
            case EventReader.Refusal(RefusalReason reason, String detail) ->
                refused.add(
                    new UsageAnswer.Refused(
                        index, echo(node, "id"), echo(node, "source"), reason, detail));
          }
        }
        case SentEvent.Unreadable(long index, RefusalReason reason, String detail) ->
            refused.add(new UsageAnswer.Refused(index, null, null, reason, detail));
      }
    }
    List<UsageEngine.Outcome> outcomes =
        engine.take(
            wellFormed.stream().map(At::event).toList(), now.minus(settings.backDatedMax()), now);
    tell(wellFormed, outcomes, refused, now, tally);
  }

  private void tell(
      List<At> wellFormed,
      List<UsageEngine.Outcome> outcomes,
      List<UsageAnswer.Refused> refused,
      Instant now,
      UsageTally tally) {
    Map<String, Integer> counts = new HashMap<>();
    refused.forEach(event -> counts.merge(event.reason().code(), 1, Integer::sum));
    for (int i = 0; i < wellFormed.size(); i++) {
      counts.merge(told(wellFormed.get(i), outcomes.get(i), now, refused, tally), 1, Integer::sum);
    }
    // The tally lists the first ones, whoever refused them.
    refused.sort(Comparator.comparingLong(UsageAnswer.Refused::index));
    refused.forEach(tally::refuse);
    counts.forEach((outcome, events) ->
        meters.counter("countinghouse.usage.events", "outcome", outcome).increment(events));
  }

  private EventReader.Result checked(EventReader.Result result, Instant latest, Instant now) {
    if (result instanceof EventReader.Read(ReportedEvent event) && event.usedAt().isAfter(latest)) {
      return new EventReader.Refusal(
          RefusalReason.TIME_AHEAD,
          "time is more than %s ahead of %s.".formatted(settings.aheadMax(), now));
    }
    return result;
  }

  /** Tells the tally, or notes what is refused, and answers how metrics call the outcome. */
  private String told(
      At at,
      UsageEngine.Outcome outcome,
      Instant now,
      List<UsageAnswer.Refused> refused,
      UsageTally tally) {
    return switch (outcome) {
      case COUNTED -> {
        tally.accept();
        yield "counted";
      }
      case TAKEN_BACK -> {
        tally.accept();
        yield "taken_back";
      }
      case KEPT -> {
        tally.acceptUnknown(unknown(at));
        yield "unknown_workspace";
      }
      case VOIDED -> {
        tally.acceptVoid(true);
        yield "voided";
      }
      case VOID_WAITING -> {
        tally.acceptVoid(false);
        yield "void_waiting";
      }
      case DUPLICATE -> {
        tally.duplicate();
        yield "duplicate";
      }
      case ID_REUSED ->
          refused(
              at,
              RefusalReason.ID_REUSED,
              "This source used this id before for something else.",
              refused);
      case TOO_OLD -> refused(at, RefusalReason.TIME_TOO_OLD, "time is" + tooOld(now), refused);
      case VOID_TOO_OLD ->
          refused(at, RefusalReason.TARGET_TOO_OLD, "What data.id names is" + tooOld(now), refused);
    };
  }

  private String tooOld(Instant now) {
    return " more than %s before %s.".formatted(settings.backDatedMax(), now);
  }

  private static String refused(
      At at, RefusalReason reason, String detail, List<UsageAnswer.Refused> refused) {
    UsageEvent.Key key = at.event().key();
    refused.add(new UsageAnswer.Refused(at.index(), key.id(), key.source(), reason, detail));
    return reason.code();
  }

  private static UsageAnswer.Unknown unknown(At at) {
    UsageEvent.Key key = at.event().key();
    String workspace = at.event() instanceof UsageEvent usage ? usage.workspace().value() : "";
    return new UsageAnswer.Unknown(at.index(), key.id(), key.source(), workspace);
  }

  private static @Nullable String echo(JsonNode event, String name) {
    JsonNode member = event.path(name);
    if (!member.isString()) {
      return null;
    }
    String text = member.stringValue();
    return text.length() <= ECHO_LENGTH_MAX ? text : text.substring(0, ECHO_LENGTH_MAX) + "…";
  }
}
