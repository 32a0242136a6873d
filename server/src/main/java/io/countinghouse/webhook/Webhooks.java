package io.countinghouse.webhook;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SigningSecret;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.webhook.WebhookEndpoint.DisabledWhy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What operators do with the endpoints of the installation; everything is written down. */
@Service
@Transactional
public class Webhooks {

  private final EndpointTable endpoints;
  private final DeliveryTable deliveries;
  private final LostDeliveries lost;
  private final WebhookAddresses addresses;
  private final WebhookSigner signer;
  private final WebhookEvents events;
  private final WebhookSettings settings;
  private final Outbox outbox;
  private final AuditTrail audit;
  private final BusinessClock clock;
  private final Clock wallClock;

  Webhooks(
      EndpointTable endpoints,
      DeliveryTable deliveries,
      LostDeliveries lost,
      WebhookAddresses addresses,
      WebhookSigner signer,
      WebhookEvents events,
      WebhookSettings settings,
      Outbox outbox,
      AuditTrail audit,
      BusinessClock clock,
      Clock wallClock) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.lost = lost;
    this.addresses = addresses;
    this.signer = signer;
    this.events = events;
    this.settings = settings;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.wallClock = wallClock;
  }

  /**
   * A new endpoint.
   *
   * @param secret what it checks signatures with, shown this once
   */
  public record Created(WebhookEndpoint endpoint, String secret) {

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
      return "Created[" + endpoint.id() + "]";
    }
  }

  /** Whether an endpoint may have this URL: https, unless a setting allows http. */
  public boolean isAllowed(String url) {
    return addresses.isAllowed(url);
  }

  /**
   * Adds an endpoint.
   *
   * @param types what it wants; empty for all
   * @throws IllegalArgumentException if it may not have this URL
   */
  public Created create(Actor by, String url, String description, Set<WebhookType> types) {
    WebhookEndpoint endpoint =
        new WebhookEndpoint(
            Ids.next("whep"), checked(url), description, types, null, null, null, clock.now());
    SigningSecret secret = SigningSecret.next();
    endpoints.insert(endpoint, signer.closed(endpoint.id(), secret));
    audit.record(by, "webhook-endpoint.created", endpoint.id(), said(url, description, types));
    outbox.put(Work.of(WebhookTidying.KIND, "all", clock.now().plus(Duration.ofDays(1))));
    return new Created(endpoint, secret.shown());
  }

  private String checked(String url) {
    if (!addresses.isAllowed(url)) {
      throw new IllegalArgumentException("no endpoint may have this URL");
    }
    return url;
  }

  private static Map<String, String> said(String url, String description, Set<WebhookType> types) {
    TreeSet<String> ids = new TreeSet<>();
    types.forEach(it -> ids.add(it.id()));
    return new HashMap<>(
        Map.of("url", url, "description", description, "types", String.join(" ", ids)));
  }

  /**
   * Changes where and what an endpoint is sent; what is due goes to the new URL.
   *
   * @return false when there is none
   */
  public boolean change(
      Actor by, String id, String url, String description, Set<WebhookType> types) {
    if (endpoints.lock(id).isEmpty()) {
      return false;
    }
    endpoints.change(id, checked(url), description, types);
    audit.record(by, "webhook-endpoint.changed", id, said(url, description, types));
    return true;
  }

  /**
   * Gives an endpoint another secret; the last five former ones sign as well, each for a while.
   *
   * @return the new one, shown this once; empty when there is no such endpoint
   */
  public Optional<String> changeSecret(Actor by, String id) {
    if (endpoints.lock(id).isEmpty()) {
      return Optional.empty();
    }
    SigningSecret secret = SigningSecret.next();
    Instant now = wallClock.instant();
    endpoints.changeSecret(id, signer.closed(id, secret), now, now.plus(settings.formerSecret()));
    audit.record(by, "webhook-endpoint.secret-changed", id, Map.of());
    return Optional.of(secret.shown());
  }

  /**
   * Stops sending to an endpoint; what is due to it is given up.
   *
   * @return false when there is none that is enabled
   */
  public boolean disable(Actor by, String id) {
    if (endpoints.lock(id).filter(WebhookEndpoint::isEnabled).isEmpty()) {
      return false;
    }
    endpoints.disable(id, DisabledWhy.OPERATOR);
    deliveries.giveUp(id);
    sendLater(id);
    audit.record(by, "webhook-endpoint.disabled", id, Map.of("why", DisabledWhy.OPERATOR.name()));
    return true;
  }

  /**
   * Sends to an endpoint again, from the next event on; what happened meanwhile can be replayed.
   *
   * @return false when there is none that is disabled
   */
  public boolean enable(Actor by, String id) {
    if (endpoints.lock(id).filter(it -> !it.isEnabled()).isEmpty()) {
      return false;
    }
    endpoints.enable(id);
    sendLater(id);
    audit.record(by, "webhook-endpoint.enabled", id, Map.of());
    return true;
  }

  /** Wakes the sender, which sends or gives up what others put before they saw the change. */
  private void sendLater(String id) {
    outbox.put(Work.of(WebhookSender.KIND, id, clock.now()));
  }

  /**
   * Sends an endpoint an event that says nothing.
   *
   * @return false when there is none that is enabled
   */
  public boolean test(Actor by, String id) {
    Optional<WebhookEndpoint> endpoint = endpoints.lock(id).filter(WebhookEndpoint::isEnabled);
    endpoint.ifPresent(it -> {
      events.put(it, new WebhookEvent(WebhookType.WEBHOOK_TEST, id, clock.now(), Map.of()));
      audit.record(by, "webhook-endpoint.tested", id, Map.of());
    });
    return endpoint.isPresent();
  }

  /**
   * Sends again, under the same ids, what was sent or given up.
   *
   * @param delivery which; empty for all that were given up
   * @return how many; 0 also when the endpoint is disabled
   */
  public int replay(Actor by, String id, @Nullable Long delivery) {
    if (endpoints.lock(id).filter(WebhookEndpoint::isEnabled).isEmpty()) {
      return 0;
    }
    int replayed = deliveries.replay(id, delivery, clock.now());
    if (replayed > 0) {
      sendLater(id);
      audit.record(
          by,
          "webhook-endpoint.replayed",
          id,
          Map.of(
              "deliveries",
              Integer.toString(replayed),
              "which",
              delivery == null ? "failed" : delivery.toString()));
    }
    return replayed;
  }

  /**
   * Says that nothing need be done about what an endpoint was not sent, nor about that the server
   * disabled it: no alarm tells of it any more. It can still be sent again.
   *
   * @return false when there is nothing of it
   */
  public boolean letGo(Actor by, String id) {
    Optional<WebhookEndpoint> endpoint = endpoints.lock(id);
    if (endpoint.isEmpty()) {
      return false;
    }
    int events = lost.letGo(id);
    DisabledWhy why = endpoint.get().disabledWhy();
    boolean byServer = why == DisabledWhy.FAILING || why == DisabledWhy.GONE;
    if (byServer) {
      endpoints.disable(id, DisabledWhy.OPERATOR);
    }
    if (events == 0 && !byServer) {
      return false;
    }
    audit.record(by, "webhook-endpoint.let-go", id, Map.of("deliveries", Integer.toString(events)));
    return true;
  }

  /** All endpoints, the oldest first. */
  @Transactional(readOnly = true)
  public List<WebhookEndpoint> all() {
    return endpoints.all();
  }

  /** One of them. */
  @Transactional(readOnly = true)
  public Optional<WebhookEndpoint> find(String id) {
    return endpoints.find(id);
  }

  /**
   * The log of an endpoint, the newest deliveries first.
   *
   * @param before only deliveries with lower ids
   */
  @Transactional(readOnly = true)
  public List<WebhookDelivery> deliveries(String id, long before, int limit) {
    return deliveries.newest(id, before, limit);
  }
}
