package io.countinghouse.webhook;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.webhook.DeliveryTable.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Where events are put to be sent, in the transaction of what they tell of. */
@Component
class WebhookEvents {

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

  /** Puts events for every enabled endpoint that wants them; those nobody wants are not kept. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(List<WebhookEvent> events) {
    List<WebhookEndpoint> enabled = endpoints.enabled();
    List<WebhookEvent> wanted =
        events.stream()
            .filter(event -> enabled.stream().anyMatch(it -> it.wants(event.type())))
            .toList();
    if (!wanted.isEmpty()) {
      List<Stored> stored = store(wanted);
      for (WebhookEndpoint endpoint : enabled) {
        deliveries.put(
            endpoint.id(),
            stored.stream().filter(it -> endpoint.wants(it.type())).toList(),
            clock.now());
      }
      dispatch(stored);
    }
  }

  /** Puts one event for one endpoint. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(WebhookEndpoint endpoint, WebhookEvent event) {
    List<Stored> stored = store(List.of(event));
    deliveries.put(endpoint.id(), stored, clock.now());
    dispatch(stored);
  }

  private List<Stored> store(List<WebhookEvent> events) {
    List<Long> sequences = deliveries.sequences(events.size());
    List<Stored> stored = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      WebhookEvent event = events.get(i);
      long sequence = sequences.get(i);
      stored.add(
          new Stored(
              Ids.next("evnt"),
              sequence,
              event.type(),
              event.subject(),
              event.at(),
              payload(event, sequence)));
    }
    deliveries.insert(stored);
    return stored;
  }

  /** The body that is sent: the convention's three members; the data sorted by name. */
  String payload(WebhookEvent event, long sequence) {
    Map<String, Object> data = new TreeMap<>(event.data());
    data.put("sequence", sequence);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", event.type().id());
    body.put("timestamp", event.at().toString());
    body.put("data", data);
    return json.writeValueAsString(body);
  }

  private void dispatch(List<Stored> events) {
    outbox.put(Work.of(WebhookDispatcher.KIND, events.getFirst().id(), clock.now()));
  }
}
