package io.countinghouse.webhook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.DrivenTime;
import io.countinghouse.MailSink;
import io.countinghouse.MailSink.Taken;
import io.countinghouse.MainJob.Customer;
import io.countinghouse.NodeProcess;
import io.countinghouse.TestDatabase;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.Products;
import io.countinghouse.webhook.Receiver.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Two servers, each a process of its own, on one database: twelve subscriptions end, and over two
 * weeks their workspaces are locked, reminded of and cleared. One server is killed ({@code kill
 * -9}) with a webhook and mails of its in flight; the other goes on with all it had begun.
 */
class KilledNodeIntegrationTests extends WebhooksIntegration {

  private static final int CUSTOMERS = 12;

  /** Agreement and workspace are ending, the agreement has ended, the workspace is locked. */
  private static final int WEBHOOKS_OF_AN_END = 4;

  private static final int REMINDERS = 3;
  private static final int WEBHOOKS_BEFORE_THE_KILL = 9;
  private static final int REMINDERS_BEFORE_THE_KILL = 2;

  private static final Duration SOON = Duration.ofMinutes(3);

  @Autowired private ConfigurableEnvironment environment;
  @Autowired private Inbox inbox;
  @Autowired private Products products;

  private final Map<String, NodeProcess> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger webhooksTaken = new AtomicInteger();

  /** By their sender the ids of the reminders that came before the kill. */
  private final Map<String, Set<String>> remindersOf = new ConcurrentHashMap<>();

  private final CountDownLatch webhookInFlight = new CountDownLatch(1);
  private final CountDownLatch mailInFlight = new CountDownLatch(1);
  private final CountDownLatch killed = new CountDownLatch(1);
  private final MailSink mails;
  private volatile String victim = "";
  private volatile String webhookOfVictim = "";

  KilledNodeIntegrationTests() throws IOException {
    mails = new MailSink(this::took);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.values().forEach(NodeProcess::close);
    mails.close();
  }

  @Test
  @Timeout(600)
  void whatAKilledNodeHadBegunIsTakenOverAndNothingHappensTwice() throws Exception {
    List<Customer> customers =
        IntStream.range(0, CUSTOMERS).mapToObj(_ -> job.subscribed(clock.now())).toList();
    Receiver receiver = receiver();
    told(receiver);
    receiver.answer = this::took;
    try (DrivenTime time = new DrivenTime(clock.now())) {
      startNodes(time);
      customers.forEach(this::end);
      wait("the webhook that is held", webhookInFlight);
      awaitMails("已锁定", CUSTOMERS);
      time.advance(Duration.ofDays(7));
      wait("a reminder that is held", mailInFlight);
      Objects.requireNonNull(nodes.get(victim)).kill();
      killed.countDown();
      awaitMails("将于", CUSTOMERS);
      awaitWebhooks(receiver, WEBHOOKS_OF_AN_END * CUSTOMERS);
      time.advance(Duration.ofDays(4));
      awaitMails("将于", 2 * CUSTOMERS);
      time.advance(Duration.ofDays(2));
      awaitMails("将于", REMINDERS * CUSTOMERS);
      time.advance(Duration.ofDays(1));
      awaitMails("数据已清除", CUSTOMERS);
      awaitWebhooks(receiver, (WEBHOOKS_OF_AN_END + 1) * CUSTOMERS);
    }
    assertEachMailOnce();
    assertEachWebhookOnce(receiver);
    customers.forEach(this::assertOneLock);
    assertThat(count("outbox.work WHERE kind = 'notification.mail' OR kind LIKE 'webhook.s%'"))
        .isZero();
    assertThat(count("webhook.delivery WHERE state <> 'DELIVERED'")).isZero();
  }

  private void startNodes(DrivenTime time) {
    for (String name : List.of("node-a", "node-b")) {
      nodes.put(name, NodeProcess.start(name, settings(name, time)));
    }
    Awaitility.await("both nodes work")
        .atMost(SOON)
        .until(() -> nodes.keySet().stream().allMatch(time::isFollowedBy));
    // The hours of weeks are of no matter here.
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
  }

  /** This server's own settings, but for what makes a node that works. */
  private Map<String, String> settings(String name, DrivenTime time) {
    Map<String, String> settings = new HashMap<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> known
          && !(source instanceof OriginTrackedMapPropertySource)) {
        for (String key : known.getPropertyNames()) {
          if (key.startsWith("countinghouse.") || key.startsWith("spring.mail.")) {
            settings.put(key, environment.getRequiredProperty(key));
          }
        }
      }
    }
    String nobody = "http://127.0.0.1:1";
    String database = jdbc.sql("SELECT current_database()").query(String.class).single();
    settings.put("spring.datasource.url", new TestDatabase(database).url());
    settings.put("spring.mail.port", Integer.toString(mails.port()));
    settings.put("spring.mail.properties.mail.smtp.timeout", "60000");
    settings.put("server.port", "0");
    settings.put("countinghouse.outbox.enabled", "true");
    // Soon taken over, yet longer than a busy machine lets a living node wait.
    settings.put("countinghouse.outbox.lease", "20s");
    settings.put("countinghouse.outbox.retry-max", "2s");
    settings.put("countinghouse.clock.source", "simulator");
    settings.put("countinghouse.clock.simulator-url", time.url());
    settings.put("countinghouse.clock.follower", name);
    for (int product = 0; product < 2; product++) {
      String prefix = "countinghouse.marketplace.products[" + product + "].";
      settings.put(prefix + "endpoint", nobody);
      settings.put(prefix + "sqs-endpoint", nobody);
    }
    settings.put("countinghouse.notification.from", name + "@example.com");
    settings.put("countinghouse.webhook.timeout", "170s");
    // What the clock's jumps raise is of no matter here.
    settings.remove("countinghouse.notification.operators");
    return settings;
  }

  private void end(Customer customer) {
    inbox.store(
        products.get("prodcn"),
        "end of " + customer.identifier(),
        clock.now(),
        "{\"action\":\"unsubscribe-success\",\"customer-identifier\":\"%s\",\"product-code\":\"prodcn\"}"
            .formatted(customer.identifier()));
  }

  /** The tenth is held until the node that sends it is dead. */
  private int took(Message message) {
    if (webhooksTaken.incrementAndGet() == WEBHOOKS_BEFORE_THE_KILL + 1) {
      nodes.forEach((name, node) -> {
        if (node.isAt(message.port())) {
          victim = name;
        }
      });
      assertThat(victim).isNotEmpty();
      webhookOfVictim = message.id();
      webhookInFlight.countDown();
      wait("the kill", killed);
    }
    return 204;
  }

  /**
   * All but the first reminders of the node that holds the webhook are held until it is dead. Those
   * of the other are refused until that one has got so many: they are due again for both.
   */
  private void took(Taken mail) {
    if (mail.subject().contains("将于") && killed.getCount() > 0) {
      String sender = sender(mail);
      Set<String> sent = remindersOf.computeIfAbsent(sender, _ -> new ConcurrentSkipListSet<>());
      sent.add(mail.id());
      if (!sender.equals(victim) && mailInFlight.getCount() > 0) {
        throw new IllegalStateException("not before the kill");
      } else if (sender.equals(victim) && sent.size() > REMINDERS_BEFORE_THE_KILL) {
        mailInFlight.countDown();
        wait("the kill", killed);
      }
    }
  }

  /** The name of the node, which is the local part of its address. */
  private static String sender(Taken mail) {
    return mail.from().substring(mail.from().indexOf('<') + 1, mail.from().indexOf('@'));
  }

  private static void wait(String what, CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).as(what).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there are so many mails of a kind, copies not counted. */
  private void awaitMails(String subject, int count) {
    Awaitility.await(count + " mails “" + subject + "”")
        .atMost(SOON)
        .until(() -> idsOf(subject).stream().distinct().count() == count);
  }

  private List<String> idsOf(String subject) {
    return mails.taken().stream()
        .filter(mail -> mail.subject().contains(subject))
        .map(mail -> mail.id())
        .toList();
  }

  private static void awaitWebhooks(Receiver receiver, long count) {
    Awaitility.await(count + " webhooks")
        .atMost(SOON)
        .until(() -> receiver.messages.stream().map(Message::id).distinct().count() == count);
  }

  /** One of each kind to each owner, three reminders; copies only of what the victim sent. */
  private void assertEachMailOnce() {
    Map<String, Set<String>> idsByContent =
        mails.taken().stream()
            .collect(
                groupingBy(mail -> mail.to() + " " + mail.subject(), mapping(Taken::id, toSet())));
    assertThat(idsByContent)
        .allSatisfy(
            (content, ids) -> assertThat(ids).hasSize(content.contains("将于") ? REMINDERS : 1));
    Map<String, List<String>> sendersById =
        mails.taken().stream()
            .collect(
                groupingBy(
                    mail -> mail.id(), mapping(KilledNodeIntegrationTests::sender, toList())));
    sendersById.values().removeIf(senders -> senders.size() == 1);
    assertThat(sendersById).isNotEmpty();
    assertThat(sendersById.keySet()).isSubsetOf(remindersOf.get(victim));
    assertThat(sendersById.values()).allSatisfy(senders -> assertThat(senders).hasSize(2));
  }

  /** The one that was held came again, under its id. */
  private void assertEachWebhookOnce(Receiver receiver) {
    Map<String, List<Message>> byContent =
        receiver.messages.stream()
            .collect(
                groupingBy(it ->
                    it.type()
                        + it.json().at("/data/agreement").asString("")
                        + it.json().at("/data/workspace").asString("")));
    assertThat(byContent).hasSize((WEBHOOKS_OF_AN_END + 1) * CUSTOMERS);
    assertThat(byContent.values())
        .allSatisfy(
            messages -> assertThat(messages.stream().map(Message::id).distinct()).hasSize(1));
    assertThat(byContent.values().stream().filter(it -> it.size() > 1))
        .singleElement()
        .satisfies(it ->
            assertThat(it).hasSize(2).first().extracting(Message::id).isEqualTo(webhookOfVictim));
  }

  private void assertOneLock(Customer customer) {
    String workspace = customer.workspace().value();
    assertThat(count("locking.lock WHERE workspace_id = '" + workspace + "'")).isOne();
    for (String action : List.of("workspace.locked", "workspace.cleared")) {
      assertThat(
              count(
                  "audit.entry WHERE subject = '%s' AND action = '%s'"
                      .formatted(workspace, action)))
          .isOne();
    }
  }

  private long count(String rows) {
    return jdbc.sql("SELECT count(*) FROM " + rows).query(Long.class).single();
  }
}
