package io.countinghouse.simulation;

import awssimulator.AwsSimulator;
import io.countinghouse.Countinghouse;
import io.countinghouse.identity.QuickHashing;
import io.countinghouse.kernel.DrivenClock;
import io.countinghouse.marketplace.aws.HandQueues;
import io.countinghouse.outbox.HandWorker;
import io.countinghouse.settlement.HandPayers;
import io.countinghouse.simulation.plain.PlainReading;
import io.countinghouse.usage.HandIntake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * The server of a run: the whole product in this JVM, without threads of its own that work; the run
 * drives worker and queues by hand, at the instants it likes. It can be stopped and started again
 * on the same database.
 */
final class Node implements AutoCloseable {

  /** Of every run. */
  private static final List<String> SETTINGS =
      List.of(
          "--spring.datasource.hikari.maximum-pool-size=4",
          "--spring.datasource.hikari.minimum-idle=1",
          "--spring.main.banner-mode=off",
          "--spring.main.register-shutdown-hook=false",
          "--spring.main.lazy-initialization=true",
          "--spring.jmx.enabled=false",
          "--server.port=0",
          "--server.address=127.0.0.1",
          "--server.shutdown=immediate",
          "--countinghouse.identity.secret=a-secret-for-runs-of-at-least-32-characters",
          "--countinghouse.audit.seal=false",
          "--countinghouse.outbox.enabled=false",
          // Wall time: however long the machine stands still, the run goes the same way.
          "--countinghouse.outbox.lease=1h",
          // Short, so that some are over within a run.
          "--countinghouse.locking.buffer=3d",
          "--countinghouse.locking.reminders=2d,1d",
          "--countinghouse.marketplace.connect-timeout=5m",
          "--countinghouse.marketplace.answer-timeout=5m",
          "--countinghouse.marketplace.consume=false",
          "--countinghouse.marketplace.long-poll-seconds=0",
          "--countinghouse.usage.window-look=7d",
          "--countinghouse.metering.readings-at-once=1",
          "--countinghouse.metering.calls-in-flight=1",
          "--countinghouse.metering.calls-per-second=10000",
          "--countinghouse.metering.throttle-pause=1ms",
          "--countinghouse.metering.alarm-every=3h",
          "--countinghouse.metering.books-check=6h",
          "--countinghouse.wallet.books-check=6h",
          "--countinghouse.wallet.arrears-after=" + ArrearsCheck.AFTER,
          "--countinghouse.billing.price-lists[0].version=2026-01-01",
          "--countinghouse.billing.price-lists[0].valid-from=2026-01-01",
          "--countinghouse.billing.price-lists[0].location=" + Prices.FIRST,
          "--countinghouse.billing.price-lists[1].version=second",
          "--countinghouse.billing.price-lists[1].valid-from=" + Prices.SECOND_FROM,
          "--countinghouse.billing.price-lists[1].location=" + Prices.SECOND);

  private final AwsSimulator simulator;
  private final Store store;
  private final CrashPoints crashes;
  private final Map<String, Class<?>> replaced;
  private final DrivenClock clock;
  private final Random chance;
  private final List<PlainReading> closings = new ArrayList<>();
  private final List<Final> finals = new ArrayList<>();

  private ConfigurableApplicationContext context;
  private HandWorker worker;
  private HandQueues queues;

  /**
   * Starts it.
   *
   * @param replaced classes that stand in for those of beans, by the beans' names
   */
  Node(
      Market market,
      Store store,
      CrashPoints crashes,
      Map<String, Class<?>> replaced,
      Instant at,
      long seed) {
    this.simulator = market.simulator();
    this.store = store;
    this.crashes = crashes;
    this.replaced = Map.copyOf(replaced);
    this.clock = new DrivenClock(at, () -> 0L);
    this.chance = new Random(seed);
    writeCredentials();
    this.context = started();
    this.worker = new HandWorker(context, this::working);
    this.queues = new HandQueues(context);
  }

  /** Another process of the same server: nothing of the old one is left but the database. */
  void restart() {
    stop();
    context = started();
    worker = new HandWorker(context, this::working);
    queues = new HandQueues(context);
  }

  private ConfigurableApplicationContext started() {
    ConfigurableApplicationContext server =
        new SpringApplicationBuilder(Countinghouse.class)
            .properties("spring.config.name=countinghouse")
            .initializers(it -> prepare((GenericApplicationContext) it))
            .run(arguments());
    // Nobody asks for it; it writes the price lists as it is made.
    server.getBean("configuredPriceLists");
    return server;
  }

  private void prepare(GenericApplicationContext server) {
    server.registerBean("drivenClock", DrivenClock.class, () -> clock);
    server.registerBean("seededChance", RandomGenerator.class, () -> chance);
    server.registerBean("noMails", JavaMailSender.class, NoMails::new);
    QuickHashing.in(server);
    server.getBeanFactory().addBeanPostProcessor(crashes);
    BeanFactoryPostProcessor replacing =
        beans ->
            replaced.forEach(
                (bean, by) -> beans.getBeanDefinition(bean).setBeanClassName(by.getName()));
    server.addBeanFactoryPostProcessor(replacing);
  }

  private String[] arguments() {
    List<String> arguments = new ArrayList<>(SETTINGS);
    arguments.add("--spring.datasource.url=" + store.url());
    arguments.add("--countinghouse.marketplace.simulator-bill-url=" + simulator.address());
    int index = 0;
    for (Offering product : Offering.values()) {
      arguments.addAll(product.settings(simulator, index++));
    }
    return arguments.toArray(String[]::new);
  }

  /** The keys as the AWS SDK reads them anywhere: from profiles in a file. */
  private void writeCredentials() {
    StringBuilder profiles = new StringBuilder();
    for (Offering product : Offering.values()) {
      AwsSimulator.Product known = product.in(simulator);
      profiles.append(
          "[%s]%naws_access_key_id = %s%naws_secret_access_key = %s%n"
              .formatted(product.profile(), known.accessKeyId(), known.secretAccessKey()));
    }
    try {
      Path file = Files.createTempFile("simulation", ".credentials");
      file.toFile().deleteOnExit();
      Files.writeString(file, profiles);
      System.setProperty("aws.sharedCredentialsFile", file.toString());
      System.setProperty("aws.configFile", file + ".none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void working(String kind, String key) {
    crashes.working(kind);
    if (kind.equals("metering.close-hour")) {
      closings.add(new PlainReading(clock.now(), Instant.parse(key).plus(Duration.ofHours(1))));
    } else if (kind.equals("metering.final-record")) {
      finals.add(new Final(key, clock.now()));
    }
  }

  /** An agreement's final record was due. */
  record Final(String agreement, Instant at) {}

  /** When which hours were closed, in that order. */
  List<PlainReading> closings() {
    return closings;
  }

  /** When which final records were due. */
  List<Final> finals() {
    return finals;
  }

  void setTime(Instant now) {
    clock.set(now, false);
  }

  /** Stores what is on the queues. */
  void readQueues() {
    queues.readAll();
  }

  /** Does a piece of due work; false if none is due. */
  boolean runOne() {
    return worker.runOne();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  HandIntake intake() {
    return new HandIntake(context);
  }

  HandPayers payers() {
    return new HandPayers(context);
  }

  private void stop() {
    queues.close();
    context.close();
  }

  @Override
  public void close() {
    stop();
  }
}
