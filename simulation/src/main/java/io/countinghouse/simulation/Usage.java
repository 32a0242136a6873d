package io.countinghouse.simulation;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.simulation.plain.PlainEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The data plane: what customers use comes in, in time, late, early and twice. */
final class Usage {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> RETENTIONS = List.of("3d", "7d", "14d", "30d");

  /** No other actor works at half seconds: usage never comes in the instant of a change. */
  static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** In a day's first minutes no usage comes: the day before is checked. */
  static final LocalTime QUIET_UNTIL = LocalTime.of(0, 15);

  private record Kind(String item, boolean retained, List<String> measures, long most) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("timeseries", true, List.of(""), 9_000),
          new Kind("log", true, List.of(""), 4_000_000),
          new Kind("forward", false, List.of(""), 9_000_000_000L),
          new Kind("network", false, List.of(""), 30),
          new Kind("trace", true, List.of("trace_id", "span"), 3_000_000),
          new Kind("profile", true, List.of(""), 40_000),
          new Kind("pv", true, List.of("pv", "resource", "long_task", "error", "action"), 60_000),
          new Kind("session", false, List.of(""), 5_000),
          new Kind("synthetic", false, List.of(""), 40_000),
          new Kind("trigger", false, List.of(""), 50_000),
          new Kind("sms", false, List.of(""), 50));

  private final World world;
  private final Chance chance;
  private final Deque<Sent> waiting = new ArrayDeque<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private long ids;

  private record Sent(PlainEvent event, String id) {}

  Usage(World world) {
    this.world = world;
    this.chance = world.chance("usage");
  }

  /** Plans the usage of an hour; in the first minutes of a day there is none: it is checked. */
  void plan(boolean firstOfDay) {
    for (Buyer buyer : world.buyers()) {
      for (WorkspaceId workspace : buyer.workspaces()) {
        int left = world.profile().usagePerThousandHours();
        while (left > 0) {
          if (chance.hits(Math.min(left, 999))) {
            int second = chance.between(firstOfDay ? 900 : 0, 3599);
            world.later(
                Duration.ofSeconds(second).plus(HALF_A_SECOND), () -> use(workspace.value()));
          }
          left -= 1000;
        }
      }
    }
  }

  private void use(String workspace) {
    Kind kind = chance.one(KINDS);
    Instant now = world.now();
    PlainEvent event =
        new PlainEvent(
            workspace,
            kind.item(),
            kind.retained() ? chance.one(RETENTIONS) : "",
            chance.one(kind.measures()),
            BigDecimal.valueOf(1 + Math.floorMod(chance.any(), kind.most())),
            now.plusSeconds(offset()),
            now,
            null);
    Sent sent = new Sent(event, "u" + ids++);
    waiting.add(sent);
    flush();
    if (chance.hits(60)) {
      world.later(Duration.ofSeconds(chance.between(1, 60_000)), () -> takeBack(sent));
    }
    if (chance.hits(100)) {
      world.later(Duration.ofSeconds(chance.between(1, 5000)), () -> again(sent));
    }
  }

  /** How long before or after its receipt something was used, in seconds. */
  private int offset() {
    int kind = chance.between(0, 9);
    if (kind < 6) {
      return -chance.between(0, 3000);
    }
    if (kind < 8) {
      return -chance.between(3000, 110_000);
    }
    return kind == 8 ? chance.between(1, 50) : 0;
  }

  /** Its sender did not hear the answer, and sends it once more. */
  private void again(Sent sent) {
    if (world.serverUp() && !waiting.contains(sent)) {
      send(sent.id() + " a second time", json(sent), 0);
    }
  }

  /** Its sender takes it back; in a day's first minutes it waits with that. */
  private void takeBack(Sent sent) {
    LocalTime time = world.now().atZone(ZoneOffset.UTC).toLocalTime();
    Integer position = positions.get(sent.id());
    if (!world.serverUp() || position == null || time.isBefore(QUIET_UNTIL)) {
      world.later(Duration.ofMinutes(15), () -> takeBack(sent));
      return;
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("specversion", "1.0");
    node.put("id", sent.id() + "-void");
    node.put("source", "simulation");
    node.put("type", "io.countinghouse.usage.void");
    node.put("time", world.now().toString());
    node.putObject("data").put("id", sent.id());
    send("the void of " + sent.id(), node, 1);
    world.events().set(position, world.events().get(position).voided(world.now()));
    world.note("usage " + sent.id() + " is taken back");
  }

  /** Sends what waits for a server that is up. */
  void flush() {
    while (world.serverUp() && !waiting.isEmpty()) {
      Sent sent = waiting.remove();
      send(sent.id(), json(sent), 1);
      PlainEvent event = sent.event();
      positions.put(sent.id(), world.events().size());
      world
          .events()
          .add(
              new PlainEvent(
                  event.workspace(),
                  event.item(),
                  event.retention(),
                  event.measure(),
                  event.quantity(),
                  event.usedAt(),
                  world.now(),
                  null));
      world.note(
          "usage %s of %s: %s %s %s %s at %s"
              .formatted(
                  sent.id(),
                  event.workspace(),
                  event.item(),
                  event.retention(),
                  event.measure(),
                  event.quantity(),
                  event.usedAt()));
    }
  }

  /**
   * Sends an event, once more if the server dies with it: its sender cannot know whether it was
   * stored. That it was, and once, is seen from what is charged.
   */
  private void send(String what, ObjectNode event, long expected) {
    Optional<Long> accepted = take(event);
    boolean again = accepted.isEmpty();
    while (accepted.isEmpty()) {
      accepted = take(event);
    }
    if (accepted.get() != expected && !(again && accepted.get() == 0)) {
      throw new Violation(
          "usage %s: %d accepted, not %d".formatted(what, accepted.get(), expected));
    }
  }

  private Optional<Long> take(ObjectNode event) {
    return world.asked("intake", () -> world.node().intake().take(List.of(event)));
  }

  private static ObjectNode json(Sent sent) {
    PlainEvent event = sent.event();
    ObjectNode node = JSON.createObjectNode();
    node.put("specversion", "1.0");
    node.put("id", sent.id());
    node.put("source", "simulation");
    node.put("type", "io.countinghouse.usage");
    node.put("subject", event.workspace());
    node.put("time", event.usedAt().toString());
    ObjectNode data = node.putObject("data");
    data.put("item", event.item());
    data.put("quantity", event.quantity().toPlainString());
    if (!event.retention().isEmpty()) {
      data.put("retention", event.retention());
    }
    if (!event.measure().isEmpty()) {
      data.put("measure", event.measure());
    }
    return node;
  }
}
