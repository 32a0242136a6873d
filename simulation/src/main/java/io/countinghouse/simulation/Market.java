package io.countinghouse.simulation;

import awssimulator.AwsSimulator;
import awssimulator.HandClock;
import awssimulator.client.SimulatorClient;
import awssimulator.clock.ClockState;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * AWS for a run: the real simulator, spoken to over HTTP but for its clock. An advance of that
 * clock stands still wherever somebody has work due and waits for who follows it; a run is one
 * advance, and what happens in it happens while the time stands.
 */
final class Market implements AutoCloseable {

  /** What a run does at each instant at which anybody has something to do. */
  interface Follower {

    /**
     * Does all that is due.
     *
     * @return when the next is due; empty if nothing is
     */
    @Nullable Instant work(Instant now);
  }

  private final AwsSimulator simulator;
  private final SimulatorClient client;
  private final HandClock clock;

  private Market(AwsSimulator simulator) {
    this.simulator = simulator;
    this.client = SimulatorClient.at(URI.create(simulator.address()));
    this.clock = new HandClock(simulator);
  }

  /** Starts it on free ports, in memory. */
  static Market start(Instant at) {
    SeededIds.install();
    Map<String, String> settings = new HashMap<>();
    settings.put("aws-simulator.port", "0");
    settings.put("aws-simulator.sqs-port", "0");
    settings.put("aws-simulator.memory", "true");
    settings.put("aws-simulator.start-at", at.toString());
    settings.put("aws-simulator.calls-per-second", "1000000");
    settings.put("aws-simulator.clock.delivery-wait", "0s");
    settings.put("aws-simulator.clock.follower-wait", "1h");
    settings.put("aws-simulator.clock.follower-forgotten-after", "1h");
    for (Offering product : Offering.values()) {
      settings.putAll(product.inMarket());
    }
    return new Market(AwsSimulator.start(settings));
  }

  AwsSimulator simulator() {
    return simulator;
  }

  SimulatorClient client() {
    return client;
  }

  /**
   * Moves the time to an instant, from one instant with work to the next.
   *
   * @param first when there is something to do first
   */
  void travel(Instant first, Instant until, Follower follower) {
    ClockState state = clock.follow(-1, Instant.EPOCH, null);
    CompletableFuture<Void> advance =
        CompletableFuture.runAsync(() -> clock.advanceTo(until), Market::inBackground);
    Instant reached = Instant.EPOCH;
    @Nullable Instant next = first;
    while (!advance.isDone()) {
      if (state.advancing() && state.time().isAfter(reached)) {
        // Where the advance begins nothing is due: that instant is the wall's doing.
        if (!state.time().isBefore(first)) {
          next = follower.work(state.time());
        }
        reached = state.time();
      }
      state = clock.follow(state.generation(), reached, next);
    }
    try {
      advance.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the simulator's clock did not advance", e.getCause());
    }
  }

  private static void inBackground(Runnable task) {
    Thread.ofPlatform().daemon().name("simulation-advance").start(task);
  }

  /** Whether a message may be on a queue. */
  boolean queuesHold() {
    return clock.queuesHold();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
