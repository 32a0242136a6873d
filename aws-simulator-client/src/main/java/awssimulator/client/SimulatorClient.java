package awssimulator.client;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/**
 * A client of one simulator's control API. Every method is one request; a refusal is a {@link
 * SimulatorProblem}, a simulator that is not there an {@link java.io.UncheckedIOException}.
 * Thread-safe.
 */
public final class SimulatorClient {
  private final ControlHttp http;

  private SimulatorClient(ControlHttp http) {
    this.http = http;
  }

  /**
   * A client of the simulator at that address.
   *
   * @param address scheme, host and port, such as {@code http://localhost:8090}
   */
  public static SimulatorClient at(URI address) {
    return new SimulatorClient(new ControlHttp(address));
  }

  /** The simulator's address, which is also the AWS endpoint. */
  public URI address() {
    return http.address();
  }

  /** Buyers' AWS accounts. */
  public Accounts accounts() {
    return new Accounts(http);
  }

  /** Their subscriptions (agreements) and every step of a subscription's life. */
  public Subscriptions subscriptions() {
    return new Subscriptions(http);
  }

  /** What is told to the sellers' queues. */
  public Notifications notifications() {
    return new Notifications(http);
  }

  /** Rules that decide about notifications as they are published. */
  public NotificationRules notificationRules() {
    return new NotificationRules(http);
  }

  /** What the seller asks AWS for, and what AWS tells of a buyer's spending. */
  public SellerRequests sellerRequests() {
    return new SellerRequests(http);
  }

  /** Failures of the AWS operations. */
  public Faults faults() {
    return new Faults(http);
  }

  /** What there is to see: products, charged records, bills, calls. */
  public Observations observations() {
    return new Observations(http);
  }

  /** Business time. */
  public Clock clock() {
    return new Clock(http);
  }

  /** The OpenAPI description of the control API. */
  public JsonNode description() {
    return http.get("/openapi.json", JsonNode.class);
  }
}
