package io.countinghouse.webhook;

import io.countinghouse.kernel.Ids;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.webhook.WebhookEvents.Numbered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Stores events that happened to many subjects at once, from the one row that was put with their
 * cause for all of which the same is to be told.
 */
@Component
class WebhookFanOut implements WorkHandler {

  static final String KIND = "webhook.fan-out";

  private static final String TYPE = "type";
  private static final String AT = "at";
  private static final String SUBJECTS = "subjects";
  private static final String SEQUENCES = "sequences";
  private static final String DATA = "data.";
  private static final String SPACE = " ";

  private final WebhookEvents events;

  WebhookFanOut(WebhookEvents events) {
    this.events = events;
  }

  /** What events have in common. */
  private record Same(WebhookType type, Instant at, Map<String, String> data) {}

  /** The work that stores events. */
  static List<Work> works(List<Numbered> events, Instant dueAt) {
    Map<Same, List<Numbered>> groups = new LinkedHashMap<>();
    for (Numbered one : events) {
      WebhookEvent event = one.event();
      groups
          .computeIfAbsent(new Same(event.type(), event.at(), event.data()), _ -> new ArrayList<>())
          .add(one);
    }
    List<Work> works = new ArrayList<>();
    groups.forEach((same, ofThem) ->
        works.add(new Work(KIND, Ids.next("many"), payload(same, ofThem), dueAt)));
    return works;
  }

  private static Map<String, String> payload(Same same, List<Numbered> events) {
    Map<String, String> payload = new HashMap<>();
    payload.put(TYPE, same.type().name());
    payload.put(AT, same.at().toString());
    same.data().forEach((name, value) -> payload.put(DATA + name, value));
    payload.put(
        SUBJECTS,
        events.stream().map(it -> it.event().subject()).collect(Collectors.joining(SPACE)));
    payload.put(
        SEQUENCES,
        events.stream().map(it -> Long.toString(it.sequence())).collect(Collectors.joining(SPACE)));
    return payload;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    WebhookType type = WebhookType.valueOf(work.value(TYPE));
    Instant at = Instant.parse(work.value(AT));
    Map<String, String> data = new HashMap<>();
    work.payload()
        .forEach((name, value) -> {
          if (name.startsWith(DATA)) {
            data.put(name.substring(DATA.length()), value);
          }
        });
    String[] subjects = work.value(SUBJECTS).split(SPACE, -1);
    String[] sequences = work.value(SEQUENCES).split(SPACE, -1);
    List<Numbered> numbered =
        IntStream.range(0, subjects.length)
            .mapToObj(i ->
                new Numbered(
                    new WebhookEvent(type, subjects[i], at, data), Long.parseLong(sequences[i])))
            .toList();
    return new Outcome.DoneWith(() -> events.store(numbered));
  }
}
