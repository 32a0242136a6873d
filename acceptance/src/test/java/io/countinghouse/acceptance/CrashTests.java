package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
    used = outside.now();
    outside.useTheWorkedExample(workspace);
    proxy.arm(demo::kill);
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

  @Test
  void killedBetweenMessageStoredAndAppliedItHasOneEffect() {
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
    killOnceTheMessageIsStored(held);

    demo.startAgain();
    assertAppliedOnce(held, workspace);
    // The code and the set-up that waits for AWS: neither is sent again.
    assertThat(subjects(email)).hasSize(2).doesNotHaveDuplicates();
  }

  private void killOnceTheMessageIsStored(Aws.Sold held) {
    String before;
    try (DemoDatabase locking = DemoDatabase.of(demo);
        DemoDatabase looking = DemoDatabase.of(demo)) {
      String mine = "SELECT id FROM marketplace.agreement WHERE aws_account_id = ?";
      locking.lock(mine + " FOR UPDATE", held.accountId());
      before = looking.column("SELECT count(*) FROM marketplace.message");
      aws.release(held);
      Awaitility.await("the message is stored")
          .atMost(Duration.ofSeconds(60))
          .until(() -> !looking.column("SELECT count(*) FROM marketplace.message").equals(before));
      assertThat(looking.column("SELECT state FROM marketplace.message ORDER BY id DESC LIMIT 1"))
          .isEqualTo("STORED");
      demo.kill();
    }
  }

  private void assertAppliedOnce(Aws.Sold held, String workspace) {
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the agreement is active")
          .atMost(RECOVERED_MAX)
          .until(() ->
              database
                  .column(
                      "SELECT state FROM marketplace.agreement WHERE aws_account_id = ?",
                      held.accountId())
                  .equals("ACTIVE"));
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
