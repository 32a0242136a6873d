package io.countinghouse.webhook;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.webhook.DeliveryTable.Attempt;
import io.countinghouse.webhook.DeliveryTable.Due;
import io.countinghouse.webhook.WebhookDelivery.NoAnswer;
import io.countinghouse.webhook.WebhookEndpoint.DisabledWhy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what is due to one endpoint, one after another. The work is the endpoint's, so that over
 * all nodes one sends to it at a time, and a slow one holds up no other.
 */
@Component
class WebhookSender implements WorkHandler {

  static final String KIND = "webhook.send";

  /** Then others have their turn. */
  private static final int AT_ONCE_MAX = 20;

  private static final int GONE = 410;

  private final EndpointTable endpoints;
  private final DeliveryTable deliveries;
  private final WebhookSigner signer;
  private final WebhookClient client;
  private final WebhookSettings settings;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  WebhookSender(
      EndpointTable endpoints,
      DeliveryTable deliveries,
      WebhookSigner signer,
      WebhookClient client,
      WebhookSettings settings,
      AuditTrail audit,
      ApplicationEventPublisher events,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.signer = signer;
    this.client = client;
    this.settings = settings;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  /**
   * What is to be sent, read together.
   *
   * @param endpoint empty when there is nothing to send to
   */
  private record Batch(@Nullable WebhookEndpoint endpoint, List<Due> due) {}

  @Override
  public Outcome handle(Work work) {
    String id = work.key();
    Batch batch = tx.execute(_ -> read(id));
    WebhookEndpoint endpoint = batch.endpoint();
    if (endpoint == null) {
      // An event of a transaction that began before it was disabled may have been put after it.
      return tx.execute(_ -> giveUp(id));
    }
    for (Due due : batch.due()) {
      Attempt attempt = attempt(endpoint, due);
      boolean goesOn = tx.execute(_ -> settle(id, due, attempt));
      // What was slow once may be slow again: the lease and the others are not kept waiting.
      if (!goesOn || attempt.millis() >= settings.timeout().toMillis() / 2) {
        break;
      }
    }
    Optional<Instant> next = tx.execute(_ -> deliveries.nextDue(id));
    return next.<Outcome>map(Outcome.Again::new).orElseGet(Outcome.Done::new);
  }

  /** Unless it was enabled in between. */
  private Outcome giveUp(String id) {
    if (endpoints.lock(id).filter(WebhookEndpoint::isEnabled).isPresent()) {
      return new Outcome.Again(clock.now());
    }
    deliveries.giveUp(id);
    return new Outcome.Done();
  }

  private Batch read(String id) {
    Optional<WebhookEndpoint> endpoint = endpoints.find(id).filter(WebhookEndpoint::isEnabled);
    return new Batch(
        endpoint.orElse(null),
        endpoint.isEmpty() ? List.of() : deliveries.due(id, clock.now(), AT_ONCE_MAX));
  }

  private Attempt attempt(WebhookEndpoint endpoint, Due due) {
    Instant at = clock.now();
    long begin = System.nanoTime();
    Map<String, String> headers = signer.headers(endpoint.id(), due.eventId(), due.payload());
    try {
      WebhookClient.Answer answer = client.post(URI.create(endpoint.url()), headers, due.payload());
      return new Attempt(at, answer.status(), null, answer.body(), millisSince(begin));
    } catch (IOException | WebhookAddresses.Refused e) {
      String said = Objects.requireNonNullElse(e.getMessage(), "");
      return new Attempt(at, null, noAnswer(e), said, millisSince(begin));
    }
  }

  private static NoAnswer noAnswer(Exception e) {
    return switch (e) {
      case WebhookAddresses.Refused _ -> NoAnswer.NOT_ALLOWED;
      case UnknownHostException _ -> NoAnswer.HOST_UNKNOWN;
      case ConnectException _, NoRouteToHostException _ -> NoAnswer.UNREACHABLE;
      case SSLException _ -> NoAnswer.TLS;
      case SocketTimeoutException _ -> NoAnswer.TIMEOUT;
      default -> NoAnswer.BROKEN_OFF;
    };
  }

  private static long millisSince(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  /** Whether to go on with this endpoint. */
  private boolean settle(String id, Due due, Attempt attempt) {
    WebhookEndpoint endpoint = endpoints.lock(id).orElseThrow();
    deliveries.attempted(due.id(), attempt);
    Integer status = attempt.status();
    if (status != null && status >= 200 && status < 300) {
      deliveries.delivered(due.id());
      if (endpoint.failingSince() != null) {
        endpoints.failing(id, null);
      }
      return true;
    }
    Instant now = clock.now();
    deliveries.failed(due.id(), again(due, now));
    Instant since = Objects.requireNonNullElse(endpoint.failingSince(), now);
    endpoints.failing(id, since);
    boolean gone = status != null && status == GONE;
    if (endpoint.isEnabled() && (gone || !now.isBefore(since.plus(settings.disableAfter())))) {
      disable(endpoint, gone ? DisabledWhy.GONE : DisabledWhy.FAILING, since, now);
      return false;
    }
    return endpoint.isEnabled();
  }

  private @Nullable Instant again(Due due, Instant now) {
    List<Duration> pauses = settings.retries();
    return due.attempts() < pauses.size() ? now.plus(pauses.get(due.attempts())) : null;
  }

  private void disable(WebhookEndpoint endpoint, DisabledWhy why, Instant since, Instant now) {
    endpoints.disable(endpoint.id(), why);
    deliveries.giveUp(endpoint.id());
    audit.record(
        Actor.SYSTEM,
        "webhook-endpoint.disabled",
        endpoint.id(),
        Map.of("why", why.name(), "failingSince", since.toString()));
    events.publishEvent(new WebhookEndpointDisabled(endpoint, since, now));
  }
}
