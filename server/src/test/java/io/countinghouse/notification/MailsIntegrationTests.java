package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.WorkspaceUnlocked;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mails from their cause to their reader. */
class MailsIntegrationTests extends MailsIntegration {

  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

  /** Nothing listens on it: connections are refused. */
  private static final int DEAD_PORT = 1;

  @Autowired private JavaMailSenderImpl sender;
  @Autowired private EmailCodes codes;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;

  @Test
  void aCodeMailHoldsACodeThatWorksOnce() throws Exception {
    EmailAddress address = new EmailAddress(ownerAddress);
    codes.request(CodePurpose.REGISTRATION, address, Language.ZH);
    worker.runAll();
    MimeMessage mail = customers.only();
    assertThat(mail.getSubject()).isEqualTo("观测云注册验证码");
    assertThat(mail.getFrom())
        .singleElement()
        .hasToString("=?utf-8?B?6KeC5rWL5LqR?= <no-reply@example.com>");
    Matcher code = CODE.matcher(MailedCustomers.part(mail, 0));
    assertThat(code.find()).isTrue();
    assertThat(MailedCustomers.part(mail, 1)).contains(code.group());
    Verdict verdict = codes.check(CodePurpose.REGISTRATION, address, code.group());
    if (!(verdict instanceof Verdict.Right(var id))) {
      throw new AssertionError("the mailed code is " + verdict);
    }
    assertThat(Boolean.TRUE.equals(tx.execute(_ -> codes.use(id)))).isTrue();
    assertThat(codes.check(CodePurpose.REGISTRATION, address, code.group()))
        .isEqualTo(new Verdict.NoneValid());
    assertThat(openWork()).isZero();
  }

  @Test
  void aMailIsSentAgainAfterTheMailServerWasDown() throws Exception {
    codes.request(CodePurpose.REGISTRATION, new EmailAddress(ownerAddress), Language.EN);
    int port = sender.getPort();
    sender.setPort(DEAD_PORT);
    try {
      worker.runAll();
      assertThat(mails.getReceivedMessages()).isEmpty();
      assertThat(openWork()).isOne();
    } finally {
      sender.setPort(port);
    }
    clock.advance(Duration.ofMinutes(1));
    worker.runAll();
    assertThat(customers.only().getSubject()).isEqualTo("Your Guance registration code");
    assertThat(openWork()).isZero();
  }

  @Test
  void aMailSentTwiceHasOneMessageId() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, ownerAddress, Language.EN);
    LockEvents event = unlocked(workspace, payer, AT);
    customers.tellOf(event);
    customers.publish(event);
    customers.tellOf(unlocked(workspace, payer, AT.plusSeconds(1)));
    MimeMessage[] received = mails.getReceivedMessages();
    assertThat(received).hasSize(3);
    assertThat(received[0].getMessageID())
        .matches("<[0-9a-f]{32}@example\\.com>")
        .isEqualTo(received[1].getMessageID())
        .isNotEqualTo(received[2].getMessageID());
  }

  @Test
  void aMailIsDueOnlyIfItsCauseIsCommitted() {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    tx.executeWithoutResult(status -> {
      events.publishEvent(unlocked(workspace, payer, AT));
      status.setRollbackOnly();
    });
    worker.runAll();
    assertThat(mails.getReceivedMessages()).isEmpty();
  }

  private static LockEvents unlocked(WorkspaceId workspace, BillingAccountId payer, Instant at) {
    return new LockEvents(List.of(new WorkspaceUnlocked(workspace, payer, at)));
  }

  private int openWork() {
    return jdbc.sql("SELECT count(*) FROM outbox.work").query(Integer.class).single();
  }
}
