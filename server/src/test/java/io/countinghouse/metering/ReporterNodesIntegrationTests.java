package io.countinghouse.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import io.countinghouse.TestClock;
import io.countinghouse.TestDatabase;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Two servers on one database: each record is sent by one, and the quota is kept by both. */
class ReporterNodesIntegrationTests {

  private static final int RECORDS = 1500;
  private static final int CALLS_PER_SECOND = 25;
  private static final int CALLS_IN_FLIGHT = 10;

  private final TestDatabase database = TestDatabase.fresh();
  private final TestClock clock = new TestClock();
  private final List<Sent> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  /** A call as it arrived, by wall time. */
  private record Sent(int node, long nanos, List<String> records) {}

  /** AWS as one node reaches it: it takes everything after a while. */
  private final class Aws implements MarketplaceApi {

    private final int node;

    Aws(int node) {
      this.node = node;
    }

    @Override
    public Resolution resolve(Product product, String registrationToken) {
      return new Resolution.Invalid();
    }

    @Override
    public String encode(UsageRecord record) {
      return record.toString();
    }

    @Override
    public String withoutAllocations(String encoded) {
      return encoded;
    }

    @Override
    public String callOf(Product product, List<String> encoded) {
      return String.join("\n", encoded);
    }

    @Override
    public CallAnswer meter(Product product, String call) {
      List<String> records = call.lines().toList();
      calls.add(new Sent(node, System.nanoTime(), records));
      return new CallAnswer.Answered(
          "{}", records.stream().<RecordAnswer>map(RecordAnswer.Accepted::new).toList());
    }
  }

  @BeforeEach
  void start() {
    for (int i = 0; i < 2; i++) {
      int node = i;
      nodes.add(
          new SpringApplicationBuilder(Countinghouse.class)
              .initializers(context -> {
                GenericApplicationContext beans = (GenericApplicationContext) context;
                beans.registerBean(
                    "testClock", TestClock.class, () -> clock, bean -> bean.setPrimary(true));
                beans.registerBean(
                    "testAws", Aws.class, () -> new Aws(node), bean -> bean.setPrimary(true));
              })
              .run(arguments()));
    }
    database.execute(
        """
        INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
        SELECT 'agmt_' || n, 'prodcn', 'c' || n, 'ACTIVE', TIMESTAMPTZ '2026-04-30 00:00Z', now()
          FROM generate_series(1, %d) n;
        INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount, currency,
                                     wire, state, next_attempt_at, made_at)
        SELECT 'rec_' || n, 'agmt_' || n, 'prodcn', 'fee', TIMESTAMPTZ '2026-04-30 22:00Z',
               TIMESTAMPTZ '2026-04-30 22:00Z', 0, 0, 'CNY', 'rec_' || n, 'DUE', TIMESTAMPTZ '2026-04-30 23:05Z',
               TIMESTAMPTZ '2026-04-30 23:05Z'
          FROM generate_series(1, %d) n\
        """
            .formatted(RECORDS, RECORDS));
  }

  private String[] arguments() {
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", "0");
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.config.name", "countinghouse");
    settings.put("spring.mail.host", "127.0.0.1");
    settings.put("countinghouse.outbox.enabled", "false");
    settings.put("countinghouse.identity.secret", "a-secret-for-tests-of-at-least-32-characters");
    settings.put("countinghouse.metering.calls-per-second", Integer.toString(CALLS_PER_SECOND));
    settings.put("countinghouse.metering.calls-in-flight", Integer.toString(CALLS_IN_FLIGHT));
    settings.put("countinghouse.metering.lease", "2m");
    settings.put("countinghouse.marketplace.consume", "false");
    String product = "countinghouse.marketplace.products[0].";
    settings.put(product + "id", "guance-cn");
    settings.put(product + "code", "prodcn");
    settings.put(product + "title-zh", "观测云");
    settings.put(product + "title-en", "Guance");
    settings.put(product + "partition", "aws-cn");
    settings.put(product + "region", "cn-northwest-1");
    settings.put(product + "currency", "CNY");
    settings.put(product + "dimensions[0]", "fee");
    settings.put(product + "unit", "0.01");
    for (String url : List.of("queue-url", "subscribe-url", "manage-url")) {
      settings.put(product + url, "http://localhost/" + url);
    }
    return settings.entrySet().stream()
        .map(it -> "--" + it.getKey() + "=" + it.getValue())
        .toArray(String[]::new);
  }

  @AfterEach
  void stop() {
    nodes.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void eachRecordIsSentByOneAndTheQuotaIsKeptByBoth() throws Exception {
    CyclicBarrier both = new CyclicBarrier(nodes.size());
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (ConfigurableApplicationContext node : nodes) {
        Reporter reporter = node.getBean(Reporter.class);
        done.add(
            threads.submit(() -> {
              both.await();
              reporter.handle(Work.of(Reporter.KIND, "prodcn", clock.now()));
              return null;
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }

    Map<String, Integer> senders = new ConcurrentHashMap<>();
    calls.forEach(call -> call.records().forEach(it -> senders.merge(it, 1, Integer::sum)));
    assertThat(senders).hasSize(RECORDS);
    assertThat(senders.values()).containsOnly(1);
    // Those who claim the last ones at once may share them.
    assertThat(calls).hasSizeBetween(RECORDS / 25, RECORDS / 25 + 2 * CALLS_IN_FLIGHT);
    assertThat(calls.stream().filter(it -> it.records().size() == 25).count())
        .isGreaterThanOrEqualTo(RECORDS / 25 - 2 * CALLS_IN_FLIGHT);
    assertThat(calls).extracting(Sent::node).contains(0, 1);
    // The places of calls lie evenly apart, none before the first was asked for.
    long last = calls.stream().mapToLong(Sent::nanos).max().orElseThrow();
    Duration least = Duration.ofSeconds(calls.size() - 1).dividedBy(CALLS_PER_SECOND);
    assertThat(Duration.ofNanos(last - begin)).isGreaterThanOrEqualTo(least);
    assertThat(throttled()).as("calls that AWS would throttle").isZero();
  }

  /**
   * How many of the calls of both AWS's own bucket would refuse: it holds a second's calls and
   * fills evenly.
   */
  private long throttled() {
    double inBucket = CALLS_PER_SECOND;
    long before = 0;
    long refused = 0;
    for (long at : calls.stream().mapToLong(Sent::nanos).sorted().toArray()) {
      double refill = (at - before) / 1e9 * CALLS_PER_SECOND;
      inBucket = Math.min(CALLS_PER_SECOND, inBucket + refill);
      before = at;
      if (inBucket < 1) {
        refused++;
      } else {
        inBucket--;
      }
    }
    return refused;
  }
}
