package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;

/** The business clock, moved with and without followers. */
class ClockIntegrationTests {

  /** A follower on a thread of its own; at each new generation it works and reports. */
  private static final class Follower implements AutoCloseable {
    private final TestSimulator simulator;
    private final Function<Instant, @Nullable Instant> work;
    private final List<Instant> worked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch known = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean running = true;

    /** The work takes the time and says when the next is due. */
    Follower(TestSimulator simulator, Function<Instant, @Nullable Instant> work) {
      this.simulator = simulator;
      this.work = work;
      this.thread = Thread.ofPlatform().daemon().start(this::loop);
    }

    private void loop() {
      JsonNode clock = simulator.get("/clock");
      while (running) {
        Instant time = Instant.parse(clock.get("time").stringValue());
        worked.add(time);
        Instant next = work.apply(time);
        clock =
            simulator.post(
                "/clock/followers/test",
                "{\"generation\":%d,\"reached\":\"%s\",\"nextDue\":%s}"
                    .formatted(
                        clock.get("generation").longValue(),
                        time,
                        next == null ? "null" : "\"" + next + "\""));
        known.countDown();
      }
    }

    Follower ready() throws InterruptedException {
      assertThat(known.await(60, TimeUnit.SECONDS)).isTrue();
      return this;
    }

    @Override
    public void close() {
      running = false;
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Instant time(JsonNode clock) {
    return Instant.parse(clock.get("time").stringValue());
  }

  @Test
  void itRunsFromWhereItWasSetAndNeverBackwards() {
    try (TestSimulator simulator =
        TestSimulator.start(Map.of("aws-simulator.start-at", "2026-02-28T23:00:00Z"))) {
      Instant first = time(simulator.get("/clock"));
      assertThat(first).isBetween("2026-02-28T23:00:00Z", "2026-02-28T23:01:00Z");
      Instant moved = time(simulator.post("/clock", "{\"advance\":\"PT2H\"}"));
      assertThat(moved).isBetween(first.plusSeconds(7200), first.plusSeconds(7260));
      assertThat(time(simulator.get("/clock"))).isBetween(moved, moved.plusSeconds(60));
      simulator.control("POST", "/clock", "{\"set\":\"2026-02-28T23:00:00Z\"}", 400);
      simulator.control("POST", "/clock", "{}", 400);
      simulator.control("POST", "/clock", "{\"advance\":\"-PT1H\"}", 400);
    }
  }

  @Test
  void aTwoWeeksAdvanceStopsAtEveryHourOfAFollower() throws InterruptedException {
    try (TestSimulator simulator = TestSimulator.start(Map.of());
        Follower follower =
            new Follower(
                    simulator, time -> time.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS))
                .ready()) {
      Instant start = time(simulator.get("/clock"));
      Instant end = time(simulator.post("/clock", "{\"advance\":\"PT336H\"}"));
      Instant hour = start.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      List<Instant> worked = List.copyOf(follower.worked);
      while (hour.isBefore(end)) {
        assertThat(worked).contains(hour);
        hour = hour.plus(1, ChronoUnit.HOURS);
      }
    }
  }

  @Test
  void aNotificationSentAtAStopIsConsumedBeforeTheClockMovesOn() throws InterruptedException {
    try (TestSimulator simulator = TestSimulator.start(Map.of());
        SqsClient sqs = simulator.sqs()) {
      JsonNode subscription = simulator.subscribe(simulator.account());
      List<Instant> seen = Collections.synchronizedList(new ArrayList<>());
      Function<Instant, @Nullable Instant> consume =
          time -> {
            List<Message> messages =
                sqs.receiveMessage(
                        r -> r.queueUrl(simulator.product().queueUrl()).maxNumberOfMessages(10))
                    .messages();
            for (Message message : messages) {
              if (message.body().contains("unsubscribe-success")) {
                seen.add(time(simulator.get("/clock")));
              }
              sqs.deleteMessage(r ->
                  r.queueUrl(simulator.product().queueUrl())
                      .receiptHandle(message.receiptHandle()));
            }
            return null;
          };
      try (Follower follower = new Follower(simulator, consume).ready()) {
        String id = subscription.get("agreementId").stringValue();
        JsonNode ending = simulator.post("/subscriptions/" + id + "/cancel", "{}");
        simulator.post("/clock", "{\"advance\":\"PT5H\"}");
        assertThat(follower.worked).isNotEmpty();
        assertThat(seen).containsExactly(Instant.parse(ending.get("windowEndsAt").stringValue()));
      }
    }
  }

  @Test
  void aFollowerThatDoesNotFinishFailsTheAdvanceAtItsStop() throws InterruptedException {
    try (TestSimulator simulator =
        TestSimulator.start(Map.of("aws-simulator.clock.follower-wait", "5s"))) {
      Instant due = time(simulator.get("/clock")).plus(1, ChronoUnit.HOURS);
      // At its stop it says that the work is still due.
      try (Follower follower = new Follower(simulator, _ -> due).ready()) {
        JsonNode problem = simulator.control("POST", "/clock", "{\"advance\":\"PT5H\"}", 504);
        assertThat(problem.get("detail").stringValue()).contains("test").contains(due.toString());
        assertThat(time(simulator.get("/clock"))).isBetween(due, due.plusSeconds(60));
        assertThat(simulator.get("/clock").get("advancing").booleanValue()).isFalse();
        assertThat(follower.worked).isNotEmpty();
      }
    }
  }

  @Test
  void aSilentFollowerIsForgotten() {
    try (TestSimulator simulator =
        TestSimulator.start(Map.of("aws-simulator.clock.follower-forgotten-after", "1s"))) {
      Instant now = time(simulator.get("/clock"));
      simulator.post(
          "/clock/followers/gone",
          "{\"generation\":0,\"reached\":\"%s\",\"nextDue\":\"%s\"}"
              .formatted(now, now.plus(1, ChronoUnit.HOURS)));
      Instant end = time(simulator.post("/clock", "{\"advance\":\"PT5H\"}"));
      assertThat(end).isAfter(now.plus(5, ChronoUnit.HOURS).minusSeconds(1));
    }
  }

  @Test
  void aSecondAdvanceIsRefusedWhileOneIsUnderWay() throws InterruptedException {
    try (TestSimulator simulator = TestSimulator.start(Map.of())) {
      CountDownLatch secondRefused = new CountDownLatch(1);
      Instant due = time(simulator.get("/clock")).plus(1, ChronoUnit.HOURS);
      Function<Instant, @Nullable Instant> blockAtDue =
          time -> {
            if (!time.isBefore(due) && secondRefused.getCount() > 0) {
              simulator.control("POST", "/clock", "{\"advance\":\"PT1H\"}", 409);
              secondRefused.countDown();
            }
            return time.isBefore(due) ? due : null;
          };
      try (Follower follower = new Follower(simulator, blockAtDue).ready()) {
        simulator.post("/clock", "{\"advance\":\"PT2H\"}");
        assertThat(secondRefused.getCount()).isZero();
        assertThat(follower.worked).isNotEmpty();
      }
    }
  }
}
