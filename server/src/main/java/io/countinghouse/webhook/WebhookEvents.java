package io.countinghouse.webhook;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.webhook.DeliveryTable.Stored;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Where events are put to be sent, in the transaction of what they tell of. */
@Component
class WebhookEvents {

  private static final int STORED_AT_ONCE_MAX = 100;

  private final EndpointTable endpoints;
  private final DeliveryTable deliveries;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final JsonMapper json;

  WebhookEvents(
      EndpointTable endpoints,
      DeliveryTable deliveries,
      Outbox outbox,
      BusinessClock clock,
      JsonMapper json) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.clock = clock;
    this.json = json;
  }

  /**
   * An event that has its place in the order of all.
   *
   * @param sequence above that of every event of the same subject that happened before
   */
  record Numbered(WebhookEvent event, long sequence) {}

  /**
   * Puts events for every endpoint that wants them; those nobody wants are not kept. For one that
   * is disabled they count as given up, so that they can be replayed once it is enabled. Many at
   * once get their numbers now and are stored afterwards, for those that want them then: who tells
   * of thousands of workspaces does not wait for that.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(List<WebhookEvent> events) {
    List<WebhookEndpoint> all = endpoints.all();
    List<Numbered> wanted =
        numbered(events.stream().filter(it -> isWanted(it.type(), all)).toList());
    if (wanted.size() > STORED_AT_ONCE_MAX) {
      outbox.putAll(WebhookFanOut.works(wanted, clock.now()));
    } else {
      store(wanted, all);
    }
  }

  /** Stores events of before, for every endpoint that wants them. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void store(List<Numbered> events) {
    List<WebhookEndpoint> all = endpoints.all();
    store(events.stream().filter(it -> isWanted(it.event().type(), all)).toList(), all);
  }

  private static boolean isWanted(WebhookType type, List<WebhookEndpoint> endpoints) {
    return endpoints.stream().anyMatch(it -> it.wants(type));
  }

  /** Puts one event for one endpoint. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(WebhookEndpoint endpoint, WebhookEvent event) {
    List<Stored> stored = insert(numbered(List.of(event)));
    deliveries.put(endpoint.id(), stored, clock.now());
    dispatch(stored);
  }

  private List<Numbered> numbered(List<WebhookEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    List<Long> sequences = deliveries.sequences(events.size());
    return IntStream.range(0, events.size())
        .mapToObj(i -> new Numbered(events.get(i), sequences.get(i)))
        .toList();
  }

  private void store(List<Numbered> wanted, List<WebhookEndpoint> all) {
    if (!wanted.isEmpty()) {
      List<Stored> stored = insert(wanted);
      Instant now = clock.now();
      for (WebhookEndpoint endpoint : all) {
        deliveries.put(
            endpoint.id(),
            stored.stream().filter(it -> endpoint.wants(it.type())).toList(),
            endpoint.isEnabled() ? now : null);
      }
      List<WebhookEndpoint> enabled = all.stream().filter(WebhookEndpoint::isEnabled).toList();
      dispatch(stored.stream().filter(it -> isWanted(it.type(), enabled)).toList());
    }
  }

  private List<Stored> insert(List<Numbered> events) {
    List<Stored> stored =
        events.stream()
            .map(it -> {
              WebhookEvent event = it.event();
              return new Stored(
                  Ids.next("evnt"),
                  it.sequence(),
                  event.type(),
                  event.subject(),
                  event.at(),
                  payload(event, it.sequence()));
            })
            .toList();
    deliveries.insert(stored);
    return stored;
  }

  /** The body that is sent: the convention's three members; the data sorted by name. */
  String payload(WebhookEvent event, long sequence) {
    Map<String, Object> data = new TreeMap<>(event.data());
    data.put(event.type().subject(), event.subject());
    data.put("sequence", sequence);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", event.type().id());
    body.put("timestamp", event.at().toString());
    body.put("data", data);
    return json.writeValueAsString(body);
  }

  private void dispatch(List<Stored> events) {
    if (!events.isEmpty()) {
      outbox.put(Work.of(WebhookDispatcher.KIND, events.getFirst().id(), clock.now()));
    }
  }
}
