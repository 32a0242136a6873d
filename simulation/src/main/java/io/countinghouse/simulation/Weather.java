package io.countinghouse.simulation;

import awssimulator.client.Faults.Fault;
import awssimulator.client.Faults.Kind;
import awssimulator.client.Faults.Plan;
import awssimulator.client.Faults.Plans;
import awssimulator.client.Faults.Rate;
import awssimulator.client.NotificationRules.Action;
import awssimulator.client.NotificationRules.NewRule;
import awssimulator.client.Notifications.Order;
import awssimulator.client.Notifications.Release;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What goes wrong: at AWS, on the way, and with the server itself. */
final class Weather {

  private static final int AWS_OUT_MOST = 560;
  private static final int SERVER_DOWN_MOST = 480;
  private static final String METERING = "BatchMeterUsage";
  private static final String LANDING = "ResolveCustomer";
  private static final List<Kind> BAD =
      List.of(
          Kind.THROTTLING,
          Kind.INTERNAL_ERROR,
          Kind.INTERNAL_ERROR_AFTER,
          Kind.TIMEOUT_BEFORE,
          Kind.TIMEOUT_AFTER,
          Kind.UNPROCESSED,
          Kind.UNKNOWN_STATUS,
          Kind.SLOW);
  private static final List<Kind> BAD_AT_LANDING =
      List.of(
          Kind.THROTTLING,
          Kind.INTERNAL_ERROR,
          Kind.INTERNAL_ERROR_AFTER,
          Kind.TIMEOUT_BEFORE,
          Kind.TIMEOUT_AFTER,
          Kind.SLOW);
  private static final List<Kind> OUT =
      List.of(Kind.THROTTLING, Kind.TIMEOUT_BEFORE, Kind.INTERNAL_ERROR);

  /** Of these AWS's or our own clock makes up. */
  private static final List<String> DISPENSABLE =
      List.of("unsubscribe-success", "License Deprovisioned - Manufacturer");

  private static final List<String> BUSY =
      List.of(
          "metering.close-hour",
          "metering.close-hour",
          "metering.report",
          "metering.final-record",
          "marketplace.apply-message",
          "landing",
          "registration",
          "intake",
          "");

  private final World world;
  private final Chance chance;

  Weather(World world) {
    this.world = world;
    this.chance = world.chance("weather");
  }

  /** From now on some calls go wrong, by kinds and shares of them. */
  void faults() {
    List<Rate> metering = rates(BAD, 240);
    List<Rate> landing = rates(BAD_AT_LANDING, 240);
    set(metering, landing);
    world.note("AWS answers " + words(metering) + ", and at landings " + words(landing));
  }

  private List<Rate> rates(List<Kind> kinds, int perThousandMost) {
    List<Rate> rates = new ArrayList<>();
    if (!world.calm() && chance.hits(700)) {
      for (int i = chance.between(1, 4); i > 0; i--) {
        Kind kind = chance.one(kinds);
        int perThousand = chance.between(20, perThousandMost);
        rates.add(new Rate(BigDecimal.valueOf(perThousand, 3), fault(kind)));
      }
    }
    return rates;
  }

  private static String words(List<Rate> rates) {
    return rates.isEmpty()
        ? "well"
        : rates.stream()
            .map(rate -> rate.fault().kind() + " " + rate.rate())
            .collect(Collectors.joining(", ", "badly: ", ""));
  }

  private static Fault fault(Kind kind) {
    return switch (kind) {
      case UNPROCESSED ->
          new Fault(kind, null, null, new BigDecimal("0.5"), null, null, null, null);
      case SLOW -> Fault.slow(Duration.ofMillis(20));
      case NONE,
          THROTTLING,
          INTERNAL_ERROR,
          INTERNAL_ERROR_AFTER,
          TIMEOUT_BEFORE,
          TIMEOUT_AFTER,
          UNKNOWN_STATUS,
          EMPTY_PAGE,
          DISABLED_API,
          ERROR ->
          Fault.of(kind);
    };
  }

  private void set(List<Rate> metering, List<Rate> landing) {
    world
        .aws()
        .faults()
        .set(
            new Plans(
                chance.any() >>> 16,
                Map.of(
                    METERING, new Plan(null, metering, null, null),
                    LANDING, new Plan(null, landing, null, null))));
    world.awsAnswersWell(metering.isEmpty());
    world.awsResolvesWell(landing.isEmpty());
  }

  /** No call to AWS goes well for hours. */
  void awsOutage() {
    Kind kind = chance.one(OUT);
    List<Rate> all = List.of(new Rate(BigDecimal.ONE, Fault.of(kind)));
    set(all, chance.hits(300) ? all : List.of());
    int minutes = chance.between(world.profile().outageLeast(), AWS_OUT_MOST);
    world.note("AWS is out for %d minutes: %s".formatted(minutes, kind));
    world.later(Duration.ofMinutes(minutes), this::faults);
  }

  /** The server is down until some time after a full hour. */
  void serverOutage(Runnable onUp) {
    if (world.serverUp()) {
      world.serverUp(false);
      int minutes = chance.between(world.profile().outageLeast(), SERVER_DOWN_MOST);
      world.note("the server is down for %d minutes".formatted(minutes));
      world.later(Duration.ofMinutes(minutes), () -> up(onUp));
    }
  }

  /** Not in the first minutes of a day, in which no usage comes. */
  private void up(Runnable onUp) {
    if (world.now().atZone(ZoneOffset.UTC).toLocalTime().isBefore(Usage.QUIET_UNTIL)) {
      world.later(Duration.ofMinutes(15), () -> up(onUp));
    } else if (!world.serverUp()) {
      world.serverUp(true);
      world.note("the server is up");
      world.later(Usage.HALF_A_SECOND, onUp);
    }
  }

  /** The server dies at a point in some work to come. */
  void crash() {
    CrashPoints.Point point = chance.one(List.of(CrashPoints.Point.values()));
    String kind = chance.one(BUSY);
    int passes = chance.between(0, 5);
    world.crashes().arm(point, kind, passes);
    world.note(
        "to die: %s in %s after %d".formatted(point, kind.isEmpty() ? "any work" : kind, passes));
  }

  /** The next messages come doubled, late, in another order, or not at all. */
  void messages() {
    int times = chance.between(1, 3);
    NewRule rule =
        switch (chance.between(0, 3)) {
          case 0 ->
              new NewRule(null, null, null, Action.DUPLICATE, null, null, null, 1, null, times);
          case 1 -> NewRule.delayBy(Duration.ofMinutes(chance.between(1, 100))).atMost(times);
          case 2 ->
              new NewRule(
                  null, null, null, Action.REORDER, null, chance.any() >>> 16, null, null, 2, 2);
          default -> NewRule.of(Action.LOSE).forKind(chance.one(DISPENSABLE)).atMost(1);
        };
    world.aws().notificationRules().add(rule);
    world.note("messages: " + rule.action());
  }

  /** Everything is well again: nothing is held back, and AWS answers. */
  void clearUp(Runnable onUp) {
    world.calm(true);
    set(List.of(), List.of());
    world.aws().notificationRules().clear();
    world.aws().notifications().release(Release.all(Order.OCCURRED));
    world.crashes().disarm();
    up(onUp);
    world.note("all is well for tonight");
  }
}
