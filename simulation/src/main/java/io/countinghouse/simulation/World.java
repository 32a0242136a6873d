package io.countinghouse.simulation;

import awssimulator.AwsSimulator;
import awssimulator.client.SimulatorClient;
import awssimulator.client.SimulatorProblem;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.simulation.plain.PlainEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the actors of a run share: server, market, time, and what they did. */
final class World {

  private static final int CRASHES_FOR_A_START = 8;

  private final long seed;
  private final Profile profile;
  private final Market market;
  private final Node node;
  private final JdbcClient jdbc;
  private final CrashPoints crashes;
  private final Trace trace;
  private final Agenda agenda = new Agenda();
  private final List<Buyer> buyers = new ArrayList<>();
  private final List<PlainEvent> events = new ArrayList<>();
  private final List<ForeignRecord> foreign = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, BigDecimal> toppedUp = new HashMap<>();
  private Instant now;
  private boolean serverUp = true;
  private boolean awsAnswersWell = true;
  private boolean awsResolvesWell = true;
  private boolean calm;

  /** A record that somebody else sent; AWS bills it instead of the server's. */
  record ForeignRecord(String agreement, Instant hour, long quantity) {}

  World(
      long seed,
      Profile profile,
      Market market,
      Node node,
      Store store,
      CrashPoints crashes,
      Trace trace,
      Instant start) {
    this.seed = seed;
    this.profile = profile;
    this.market = market;
    this.node = node;
    this.jdbc = JdbcClient.create(new SingleConnection(store.dataSource()));
    this.crashes = crashes;
    this.trace = trace;
    this.now = start;
  }

  Chance chance(String name) {
    return Chance.of(seed, name);
  }

  long seed() {
    return seed;
  }

  Profile profile() {
    return profile;
  }

  /** What the market sells, and where it is. */
  AwsSimulator simulator() {
    return market.simulator();
  }

  Node node() {
    return node;
  }

  /** The server's rows, to look at. */
  JdbcClient rows() {
    return jdbc;
  }

  CrashPoints crashes() {
    return crashes;
  }

  Trace trace() {
    return trace;
  }

  Agenda agenda() {
    return agenda;
  }

  List<Buyer> buyers() {
    return buyers;
  }

  /** The usage that the server accepted, in the order of its receipt. */
  List<PlainEvent> events() {
    return events;
  }

  List<ForeignRecord> foreign() {
    return foreign;
  }

  Instant now() {
    return now;
  }

  void now(Instant instant) {
    now = instant;
    node.setTime(instant);
  }

  void note(String what) {
    trace.note(now, what);
  }

  /**
   * Has the server do what somebody outside asks for.
   *
   * @param work what it is, for {@link CrashPoints}
   * @return empty if the server died in it: whoever asked does not know what came of it
   */
  <T> Optional<T> asked(String work, Supplier<T> step) {
    crashes.working(work);
    try {
      return Optional.of(step.get());
    } catch (SimulatedCrash crash) {
      died(crash);
      return Optional.empty();
    } finally {
      crashes.working("");
    }
  }

  /**
   * The server died and another process takes over: what the dead one held is free once its leases
   * are over. Each so manieth time all of the server is started anew; else what it has in memory,
   * which is no more than it can read again, lives on.
   */
  void died(SimulatedCrash crash) {
    crashes.takenOver();
    note(String.valueOf(crash.getMessage()));
    if (crashes.crashes() % CRASHES_FOR_A_START == 0) {
      node.restart();
      note("the server is started again");
    }
    jdbc.sql("UPDATE outbox.work SET lease_until = NULL WHERE lease_until IS NOT NULL").update();
    jdbc.sql("UPDATE metering.record SET lease_until = NULL WHERE lease_until IS NOT NULL")
        .update();
  }

  /** Does something after a while. */
  void later(Duration pause, Runnable step) {
    agenda.put(now.plus(pause), step);
  }

  boolean serverUp() {
    return serverUp;
  }

  void serverUp(boolean up) {
    serverUp = up;
  }

  /** Whether all is well until the day is checked. */
  boolean calm() {
    return calm;
  }

  void calm(boolean well) {
    calm = well;
  }

  boolean awsAnswersWell() {
    return awsAnswersWell;
  }

  void awsAnswersWell(boolean well) {
    awsAnswersWell = well;
  }

  /** Whether AWS tells who holds a token, whenever it is asked. */
  boolean awsResolvesWell() {
    return awsResolvesWell;
  }

  void awsResolvesWell(boolean well) {
    awsResolvesWell = well;
  }

  /** What operators have booked on wallets, by billing account. */
  Map<String, BigDecimal> toppedUp() {
    return toppedUp;
  }

  /** The market's control API. */
  SimulatorClient aws() {
    return market.client();
  }

  /** Whether a message may be on a queue of the server. */
  boolean queuesHold() {
    return market.queuesHold();
  }

  /** Asks the market for something that its state may forbid; empty if it does. */
  <T> Optional<T> tried(String what, Supplier<T> step) {
    try {
      T done = step.get();
      note(what);
      return Optional.of(done);
    } catch (SimulatorProblem refused) {
      note(what + ": refused, " + refused.detail());
      return Optional.empty();
    }
  }

  /** The market has an agreement of a buyer, perhaps by a licence. */
  void goesOn(Buyer buyer, String agreement, @Nullable String licence) {
    buyer.goesOnBy(agreement, licence);
    keys.put(agreement, buyer.key());
  }

  /** What the server tells an agreement of the market by: its customer, or its licence. */
  Optional<String> keyOf(String agreement) {
    return Optional.ofNullable(keys.get(agreement));
  }

  /** The server's agreement of a buyer; empty while it does not know it. */
  Optional<AgreementId> ours(Buyer buyer) {
    return jdbc.sql(
            "SELECT id FROM marketplace.agreement WHERE coalesce(license_id, customer_identifier) = :key")
        .param("key", buyer.key())
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .optional();
  }
}
