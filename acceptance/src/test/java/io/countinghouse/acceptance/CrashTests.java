package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The demo is killed where it hurts most: nothing is lost, nothing happens twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTests {

  private static final Duration RECOVERED_MAX = Duration.ofSeconds(90);

  private static final String RECORDS_OF_HOLDER =
      """
      SELECT state FROM metering.record
       WHERE quantity > 0 AND agreement_id = (
         SELECT agreement_id FROM settlement.binding WHERE workspace_id = ?)\
      """;

  private static final int CLOSED_BY_MINUTE = 10;

  private static final String STATE =
      "SELECT state FROM marketplace.agreement WHERE aws_account_id = ?";

  private static final String LOCK_STATE =
      "SELECT lock_state FROM workspace.workspace WHERE id = ?";

  /** Who waits for a workspace's row that another transaction holds. */
  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%workspace.workspace%'\
      """;

  private final KillingProxy proxy = KillingProxy.start();
  private final DemoProcess demo = DemoProcess.start("--aws-endpoint", proxy.address().toString());
  private final Outside outside = new Outside(demo);
  private final Aws aws = new Aws(demo);

  CrashTests() {
    proxy.leadTo(demo.simulatorPort());
  }

  @AfterAll
  void stop() throws IOException {
    demo.close();
    proxy.close();
  }

  @Test
  void killedBetweenRecordCommittedAndAnswerStoredAwsChargesOnce() throws InterruptedException {
    String workspace;
    String account;
    Instant used;
    try (Browser browser = Browser.open(Reader.CHINESE_AT_A_DESK)) {
      Customer customer =
          new Customer("crash", demo, Market.OVERSEAS, Reader.CHINESE_AT_A_DESK, browser.page());
      customer.subscribe();
      workspace = customer.register();
      account = customer.awsAccount();
    }
    passTheCloseOfTheHourBefore();
    used = outside.now();
    outside.useTheWorkedExample(workspace);
    // The other test of this class may have left a subscription in China, which is metered, too.
    proxy.arm("us-east-1", demo::kill);
    outside.beginAdvance(Duration.ofMinutes(70));
    proxy.awaitDone();

    assertThat(demo.isAlive()).isFalse();
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      assertThat(database.column(RECORDS_OF_HOLDER, workspace)).isEqualTo("SENT");
    }

    demo.startAgain();
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the answer is stored")
          .atMost(RECOVERED_MAX)
          .until(() -> database.column(RECORDS_OF_HOLDER, workspace).equals("ACCEPTED"));
    }
    assertThat(aws.billed(account, used)).isEqualTo(Market.OVERSEAS.workedExample());
    outside.advance(Duration.ofHours(2));
    assertThat(aws.billed(account, used)).isEqualTo(Market.OVERSEAS.workedExample());
  }

  /** Whoever registers around a full hour has an empty record of the hour before sent first. */
  private void passTheCloseOfTheHourBefore() {
    int minute = outside.now().atOffset(ZoneOffset.UTC).getMinute();
    if (minute < CLOSED_BY_MINUTE) {
      outside.advance(Duration.ofMinutes(CLOSED_BY_MINUTE - minute));
    }
  }

  /** One kill, in the middle of two works: a subscription is confirmed, another one's end locks. */
  @Test
  void killedBetweenMessageStoredAndAppliedAndWhileLockingEachHasOneEffect() {
    PlainBrowser leaving = new PlainBrowser(demo);
    String locked = cancelled(leaving);
    Aws.Sold held = aws.sellHolding(Market.CHINA, "Crash Ltd");
    String email;
    String workspace;
    try (Browser browser = Browser.open(Reader.ENGLISH_ON_A_PHONE)) {
      Customer customer =
          new Customer("crash", demo, Market.CHINA, Reader.ENGLISH_ON_A_PHONE, browser.page());
      customer.landWith(held);
      workspace = customer.register();
      email = customer.email();
    }
    killInTheMiddle(held, locked);

    demo.startAgain();
    assertAppliedOnce(held, workspace);
    assertLockedOnce(locked, leaving.email());
    // The code, the set-up that waits for AWS, and its confirmation: none is sent again.
    Awaitility.await("three mails").atMost(RECOVERED_MAX).until(() -> subjects(email).size() >= 3);
    assertThat(subjects(email)).hasSize(3).doesNotHaveDuplicates();
  }

  /** Somebody subscribes, sets up and cancels. */
  private String cancelled(PlainBrowser customer) {
    Aws.Sold sold = aws.sell(Market.OVERSEAS, aws.account("Leaving Ltd"));
    String workspace = customer.setUp(sold, Market.OVERSEAS);
    awaitState(sold, "ACTIVE");
    aws.cancel(sold.agreementId());
    awaitState(sold, "ENDING");
    return workspace;
  }

  private void awaitState(Aws.Sold sold, String state) {
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await(sold.accountId() + " is " + state)
          .atMost(RECOVERED_MAX)
          .until(() -> database.column(STATE, sold.accountId()).equals(state));
    }
  }

  /** Both works wait for a row that somebody else holds, with all they did so far uncommitted. */
  private void killInTheMiddle(Aws.Sold held, String locked) {
    String before;
    try (DemoDatabase holding = DemoDatabase.of(demo);
        DemoDatabase alsoHolding = DemoDatabase.of(demo);
        DemoDatabase looking = DemoDatabase.of(demo)) {
      alsoHolding.lock("SELECT id FROM workspace.workspace WHERE id = ? FOR UPDATE", locked);
      outside.beginAdvance(Duration.ofMinutes(70));
      Awaitility.await("the end is being applied")
          .atMost(Duration.ofSeconds(60))
          .until(() -> !looking.column(WAITING).equals("0"));
      String mine = "SELECT id FROM marketplace.agreement WHERE aws_account_id = ?";
      holding.lock(mine + " FOR UPDATE", held.accountId());
      before = looking.column("SELECT count(*) FROM marketplace.message");
      aws.release(held);
      Awaitility.await("the message is stored")
          .atMost(Duration.ofSeconds(60))
          .until(() -> !looking.column("SELECT count(*) FROM marketplace.message").equals(before));
      assertThat(looking.column("SELECT state FROM marketplace.message ORDER BY id DESC LIMIT 1"))
          .isEqualTo("STORED");
      assertThat(looking.column(LOCK_STATE, locked)).isEqualTo("OPEN");
      demo.kill();
    }
  }

  /** The lock, its trail and the mails that tell of it. */
  private void assertLockedOnce(String workspace, String email) {
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the workspace is locked")
          .atMost(RECOVERED_MAX)
          .until(() -> database.column(LOCK_STATE, workspace).equals("LOCKED"));
      assertThat(
              database.column(
                  "SELECT count(*) FROM locking.lock WHERE workspace_id = ?", workspace))
          .isEqualTo("1");
      assertThat(
              database.column(
                  "SELECT count(*) FROM audit.entry WHERE subject = ? AND action = 'workspace.locked'",
                  workspace))
          .isEqualTo("1");
    }
    Awaitility.await("a mail about the lock")
        .atMost(RECOVERED_MAX)
        .until(() -> subjects(email).stream().anyMatch(it -> it.contains("is locked")));
    assertThat(subjects(email)).doesNotHaveDuplicates();
  }

  private void assertAppliedOnce(Aws.Sold held, String workspace) {
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the agreement is active")
          .atMost(RECOVERED_MAX)
          .until(() -> database.column(STATE, held.accountId()).equals("ACTIVE"));
      assertThat(
              database.column(
                  "SELECT to_state FROM marketplace.agreement_move m JOIN marketplace.agreement a"
                      + " ON a.id = m.agreement_id WHERE a.aws_account_id = ? AND to_state = 'ACTIVE'",
                  held.accountId()))
          .isEqualTo("ACTIVE");
      assertThat(
              database.column(
                  "SELECT count(*) FROM settlement.binding WHERE workspace_id = ?", workspace))
          .isEqualTo("1");
      assertThat(database.column("SELECT count(*) FROM marketplace.message WHERE state = 'STORED'"))
          .isEqualTo("0");
    }
  }

  private List<String> subjects(String email) {
    List<String> subjects = new ArrayList<>();
    outside.mails(email).forEach(mail -> subjects.add(mail.path("subject").asString()));
    return subjects;
  }
}
