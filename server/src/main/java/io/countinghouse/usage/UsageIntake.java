package io.countinghouse.usage;

import io.countinghouse.kernel.BusinessClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /** An event at its position in the request. */
  private record At(int index, UsageEvent event) {}

  /**
   * Takes events; what is answered as accepted is committed.
   *
   * @param events as they came, at most as many as the settings allow
   */
  UsageAnswer take(List<JsonNode> events) {
    Instant now = clock.now();
    List<At> wellFormed = new ArrayList<>();
    List<UsageAnswer.Refused> refused = new ArrayList<>();
    for (int index = 0; index < events.size(); index++) {
      JsonNode node = events.get(index);
      switch (checked(node, now)) {
        case EventReader.Read(UsageEvent event) -> wellFormed.add(new At(index, event));
        case EventReader.Refusal(RefusalReason reason, String detail) ->
            refused.add(
                new UsageAnswer.Refused(
                    index, echo(node, "id"), echo(node, "source"), reason, detail));
      }
    }
    UsageAnswer answer = counted(wellFormed, refused, now);
    count(answer);
    return answer;
  }

  private EventReader.Result checked(JsonNode node, Instant now) {
    EventReader.Result result = EventReader.read(node);
    if (result instanceof EventReader.Read(UsageEvent event)
        && event.usedAt().isAfter(now.plus(settings.aheadMax()))) {
      return new EventReader.Refusal(
          RefusalReason.TIME_AHEAD,
          "time is more than %s ahead of %s.".formatted(settings.aheadMax(), now));
    }
    return result;
  }

  private UsageAnswer counted(List<At> events, List<UsageAnswer.Refused> refused, Instant now) {
    Instant oldest = now.minus(settings.backDatedMax());
    List<UsageEngine.Outcome> outcomes =
        events.isEmpty()
            ? List.of()
            : engine.take(events.stream().map(At::event).toList(), oldest, now);
    int accepted = 0;
    int duplicates = 0;
    List<UsageAnswer.Unknown> unknown = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      At at = events.get(i);
      switch (outcomes.get(i)) {
        case COUNTED -> accepted++;
        case KEPT -> {
          accepted++;
          unknown.add(unknown(at));
        }
        case DUPLICATE -> duplicates++;
        case ID_REUSED ->
            refused.add(
                refused(
                    at,
                    RefusalReason.ID_REUSED,
                    "This source used this id before for another event."));
        case TOO_OLD ->
            refused.add(
                refused(
                    at,
                    RefusalReason.TIME_TOO_OLD,
                    "time is more than %s before %s.".formatted(settings.backDatedMax(), now)));
      }
    }
    refused.sort((a, b) -> Integer.compare(a.index(), b.index()));
    return new UsageAnswer(accepted, duplicates, List.copyOf(refused), List.copyOf(unknown));
  }

  private static UsageAnswer.Unknown unknown(At at) {
    UsageEvent event = at.event();
    return new UsageAnswer.Unknown(
        at.index(), event.key().id(), event.key().source(), event.workspace().value());
  }

  private static UsageAnswer.Refused refused(At at, RefusalReason reason, String detail) {
    UsageEvent.Key key = at.event().key();
    return new UsageAnswer.Refused(at.index(), key.id(), key.source(), reason, detail);
  }

  private static @Nullable String echo(JsonNode event, String name) {
    JsonNode member = event.path(name);
    if (!member.isString()) {
      return null;
    }
    String text = member.stringValue();
    return text.length() <= ECHO_LENGTH_MAX ? text : text.substring(0, ECHO_LENGTH_MAX) + "…";
  }

  private void count(UsageAnswer answer) {
    int unknown = answer.unknownWorkspace().size();
    count("counted", answer.accepted() - unknown);
    count("unknown_workspace", unknown);
    count("duplicate", answer.duplicates());
    answer.refused().forEach(refused -> count(refused.reason().code(), 1));
  }

  private void count(String outcome, int events) {
    if (events > 0) {
      meters.counter("countinghouse.usage.events", "outcome", outcome).increment(events);
    }
  }
}
