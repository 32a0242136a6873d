package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static io.countinghouse.usage.UsageTestEvents.voiding;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestDatabase;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two nodes on one database, each with its own connections, and many writers of one workspace. */
class TwoNodesIntegrationTests {

  private static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");
  private static final int EVENTS = 400;
  private static final int WRITERS_PER_NODE = 4;
  private static final int BATCH = 40;
  private static final Site SITE =
      new Site(
          new SiteId("us1"),
          "us1",
          "us1",
          Site.Kind.INTERNATIONAL,
          ZoneOffset.UTC,
          Currency.getInstance("USD"),
          "aws",
          Set.of());

  private final DataSource database = TestDatabase.fresh().dataSource();

  /** Sums and gauges in few points, every fourth event taken back. */
  private static List<ReportedEvent> events() {
    List<ReportedEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Item item = i % 3 == 0 ? Item.NETWORK : Item.LOG;
      events.add(
          event("e" + i, OREGON, item, Integer.toString(i + 1), NOW.minusSeconds(1800L * (i % 4))));
      if (i % 4 == 0) {
        events.add(voiding("v" + i, "e" + i, NOW));
      }
    }
    return events;
  }

  @Test
  void everyEventAndEveryVoidHasItsEffectOnce() throws Exception {
    Map<String, Integer> taken = new ConcurrentHashMap<>();
    List<Callable<Void>> all = new ArrayList<>();
    for (int node = 0; node < 2; node++) {
      UsageEngine engine = UsageTestEvents.engine(database, TwoNodesIntegrationTests::sites);
      for (int writer = 0; writer < WRITERS_PER_NODE; writer++) {
        all.add(writer(engine, new Random(10L * node + writer), taken));
      }
    }
    all.add(() -> {
      for (int i = 0; i < 5; i++) {
        UsageTestEvents.rotate(database, NOW);
      }
      return null;
    });
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    }
    assertThat(taken).hasSize(events().size()).allSatisfy((_, times) -> assertThat(times).isOne());
    assertThat(UsageTestEvents.points(JdbcClient.create(database))).isEqualTo(alone());
  }

  private static Map<WorkspaceId, Site> sites(Collection<WorkspaceId> ids) {
    return ids.contains(OREGON) ? Map.of(OREGON, SITE) : Map.of();
  }

  /** Sends everything, in an order of its own. */
  private static Callable<Void> writer(
      UsageEngine engine, Random random, Map<String, Integer> taken) {
    List<ReportedEvent> shuffled = events();
    Collections.shuffle(shuffled, random);
    return () -> {
      for (int from = 0; from < shuffled.size(); from += BATCH) {
        List<ReportedEvent> batch = shuffled.subList(from, Math.min(from + BATCH, shuffled.size()));
        List<UsageEngine.Outcome> outcomes = engine.take(batch, Instant.MIN, NOW);
        for (int i = 0; i < batch.size(); i++) {
          if (outcomes.get(i) != UsageEngine.Outcome.DUPLICATE) {
            taken.merge(batch.get(i).key().id(), 1, Integer::sum);
          }
        }
      }
      return null;
    };
  }

  /** The points of the events that nobody takes back, sent at once by one writer. */
  private static List<String> alone() {
    DataSource other = TestDatabase.fresh().dataSource();
    List<ReportedEvent> left = new ArrayList<>();
    Set<String> voided = new HashSet<>();
    events()
        .forEach(it -> {
          if (it instanceof VoidEvent voiding) {
            voided.add(voiding.target());
          }
        });
    events()
        .forEach(it -> {
          if (it instanceof UsageEvent usage && !voided.contains(usage.key().id())) {
            left.add(usage);
          }
        });
    UsageTestEvents.engine(other, TwoNodesIntegrationTests::sites).take(left, Instant.MIN, NOW);
    return UsageTestEvents.points(JdbcClient.create(other));
  }
}
