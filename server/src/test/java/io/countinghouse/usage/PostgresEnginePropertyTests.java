package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestDatabase;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** However events are split into requests, ordered and repeated, the points are the same. */
class PostgresEnginePropertyTests {

  private static final Instant FIRST = Instant.parse("2026-04-29T12:00:00Z");
  private static final Instant NOW = FIRST.plus(Duration.ofDays(3));
  private static final int MINUTES = 36 * 60;

  private static final Map<WorkspaceId, Site> SITES =
      Map.of(
          UsageTestEvents.CHINA, site("cn2", "Asia/Shanghai"),
          UsageTestEvents.OREGON, site("us1", "UTC"));

  private final DataSource database = TestDatabase.fresh().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final TransactionTemplate tx =
      new TransactionTemplate(new JdbcTransactionManager(database));
  private final UsageEngine engine =
      UsageTestEvents.engine(database, PostgresEnginePropertyTests::sitesOf);

  @Property(tries = 60)
  void splitOrderRepetitionVoidsAndWindowsDoNotChangeThePoints(
      @ForAll("events") List<UsageEvent> events, @ForAll Random random) {
    UsageTestEvents.forgetUsage(jdbc);
    List<VoidEvent> voids = voids(events, random);
    int taken = 0;
    for (List<ReportedEvent> request : requests(events, voids, random)) {
      if (random.nextInt(8) == 0) {
        UsageTestEvents.rotate(database, NOW);
      }
      List<UsageEngine.Outcome> outcomes = engine.take(request, Instant.MIN, NOW);
      assertThat(outcomes).doesNotContain(UsageEngine.Outcome.ID_REUSED);
      taken += (int) outcomes.stream().filter(it -> it != UsageEngine.Outcome.DUPLICATE).count();
    }
    assertThat(taken).isEqualTo(events.size() + voids.size());
    Set<String> voided = voids.stream().map(VoidEvent::target).collect(Collectors.toSet());
    assertThat(pointsAboveZero())
        .isEqualTo(
            expected(events.stream().filter(it -> !voided.contains(it.key().id())).toList()));
    dropSealedWindows();
  }

  /** Every point but those that voids brought to zero, and those of nothing. */
  private List<String> pointsAboveZero() {
    return UsageTestEvents.points(jdbc).stream().filter(it -> !it.endsWith(" 0")).toList();
  }

  /** A void for some of the events, for some of them two, and for some that never come. */
  private static List<VoidEvent> voids(List<UsageEvent> events, Random random) {
    List<VoidEvent> voids = new ArrayList<>();
    for (UsageEvent event : events) {
      for (int i = random.nextInt(6) / 3; i >= 0 && random.nextInt(3) == 0; i--) {
        voids.add(voiding(voids.size(), event.key().id()));
      }
    }
    if (random.nextBoolean()) {
      voids.add(voiding(voids.size(), "never"));
    }
    return voids;
  }

  private static VoidEvent voiding(int number, String target) {
    return new VoidEvent(new UsageEvent.Key("/property", "v" + number), target, NOW);
  }

  /** Every event at least once, some again, in any order, cut anywhere. */
  private static List<List<ReportedEvent>> requests(
      List<UsageEvent> events, List<VoidEvent> voids, Random random) {
    List<ReportedEvent> sent = new ArrayList<>(events);
    sent.addAll(voids);
    List.copyOf(sent).stream().filter(_ -> random.nextInt(3) == 0).forEach(sent::add);
    Collections.shuffle(sent, random);
    List<List<ReportedEvent>> requests = new ArrayList<>();
    int from = 0;
    while (from < sent.size()) {
      int to = Math.min(sent.size(), from + 1 + random.nextInt(12));
      requests.add(sent.subList(from, to));
      from = to;
    }
    return requests;
  }

  private void dropSealedWindows() {
    EventWindows windows = new EventWindows(jdbc);
    tx.executeWithoutResult(_ -> {
      List<EventWindows.Window> all = windows.close();
      all.subList(0, all.size() - 1).forEach(windows::drop);
    });
  }

  /** The rule itself, event by event. */
  private static List<String> expected(List<UsageEvent> events) {
    DateTimeFormatter hour = DateTimeFormatter.ofPattern("MM-dd'T'HH").withZone(ZoneOffset.UTC);
    Map<String, BigDecimal> points = new TreeMap<>();
    for (UsageEvent event : events) {
      Site site = SITES.get(event.workspace());
      if (site != null) {
        String point =
            String.join(
                " ",
                event.workspace().value(),
                event.usedAt().atZone(site.zone()).toLocalDate().toString(),
                event.item().id(),
                event.retention(),
                event.measure(),
                hour.format(event.usedAt()));
        boolean highest =
            Set.of("timeseries", "forward", "network", "session").contains(event.item().id());
        points.merge(point, event.quantity(), highest ? BigDecimal::max : BigDecimal::add);
      }
    }
    return points.entrySet().stream()
        .filter(it -> it.getValue().signum() > 0)
        .map(it -> it.getKey() + " " + plain(it.getValue()))
        .sorted()
        .toList();
  }

  private static String plain(BigDecimal quantity) {
    return quantity.stripTrailingZeros().toPlainString();
  }

  @Provide
  Arbitrary<List<UsageEvent>> events() {
    Arbitrary<UsageEvent> one =
        Combinators.combine(
                Arbitraries.of(
                    UsageTestEvents.CHINA, UsageTestEvents.OREGON, new WorkspaceId("wksp_nobody")),
                Arbitraries.of(Item.values()),
                Arbitraries.integers().between(0, 4),
                Arbitraries.of("3d", "7d"),
                Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.TEN).ofScale(2),
                Arbitraries.integers().between(0, MINUTES))
            .as(PostgresEnginePropertyTests::event);
    return one.list().ofMinSize(1).ofMaxSize(60).map(PostgresEnginePropertyTests::named);
  }

  private static UsageEvent event(
      WorkspaceId workspace,
      Item item,
      int measure,
      String retention,
      BigDecimal quantity,
      int minute) {
    List<String> measures = item.measures();
    return new UsageEvent(
        new UsageEvent.Key("/property", ""),
        workspace,
        item,
        measures.isEmpty() ? "" : measures.get(measure % measures.size()),
        item.retained() ? retention : "",
        quantity,
        FIRST.plus(Duration.ofMinutes(minute)));
  }

  /** The same events, each with an id of its own. */
  private static List<UsageEvent> named(List<UsageEvent> events) {
    List<UsageEvent> named = new ArrayList<>();
    for (UsageEvent it : events) {
      named.add(
          new UsageEvent(
              new UsageEvent.Key("/property", "e" + named.size()),
              it.workspace(),
              it.item(),
              it.measure(),
              it.retention(),
              it.quantity(),
              it.usedAt()));
    }
    return named;
  }

  private static Map<WorkspaceId, Site> sitesOf(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, Site> known = new HashMap<>(SITES);
    known.keySet().retainAll(Set.copyOf(ids));
    return known;
  }

  private static Site site(String id, String zone) {
    return new Site(
        new SiteId(id),
        id,
        id,
        Site.Kind.CHINA,
        ZoneId.of(zone),
        Currency.getInstance("CNY"),
        "aws",
        Set.of());
  }
}
