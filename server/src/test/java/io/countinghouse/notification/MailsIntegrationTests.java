package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.TestClock;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.CloudAccountReleased;
import io.countinghouse.settlement.CloudAccountRemoved;
import io.countinghouse.settlement.IntendedBindingDropped;
import io.countinghouse.settlement.IntendedBindingStarted;
import io.countinghouse.settlement.MethodChosen;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.SetUpCompleted;
import io.countinghouse.workspace.Workspaces;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
@Import(MailedCustomers.class)
class MailsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final AgreementId AGREEMENT = new AgreementId("agmt_1");
  private static final Instant AT = Instant.parse("2026-05-01T03:20:00Z");

  /** Nothing listens on it: connections are refused. */
  private static final int DEAD_PORT = 1;

  @Autowired private MailedCustomers customers;
  @Autowired private GreenMail mails;
  @Autowired private JavaMailSenderImpl sender;
  @Autowired private OutboxWorker worker;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private EmailCodes codes;
  @Autowired private Workspaces workspaces;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;

  private final String name = "m" + COUNT.incrementAndGet();
  private final String ownerAddress = MailedCustomers.ownerAddress(name);
  private final String payerAddress = MailedCustomers.payerAddress(name);

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    customers.emptyTheBoxes();
  }

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

  @Test
  void afterSetUpOwnerAndPayerAreToldEachInTheirLanguage() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.ZH);
    BillingAccountId payer = customers.payer(name, Language.EN);
    customers.tellOf(
        new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, true));
    assertThat(customers.to(ownerAddress).getSubject()).startsWith("开通成功");
    assertThat(customers.textTo(ownerAddress)).contains("support@example.com");
    assertEachIsLedToWhatTheyMayEnter(workspace);
    assertThat(customers.to(payerAddress).getSubject()).startsWith("You’re all set");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void oneAddressGetsOneMail() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.ZH);
    BillingAccountId payer = customers.payer(name, ownerAddress.replace('m', 'M'), Language.EN);
    customers.tellOf(
        new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, false));
    assertThat(customers.only().getSubject()).contains("正在等待 AWS 确认订阅");
    assertThat(MailedCustomers.part(customers.only(), 0)).contains("/w/" + workspace + "/plan\n");
  }

  @Test
  void anEndingSubscriptionIsToldToOwnersAndPayer() throws Exception {
    WorkspaceId one = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.tellOf(new CloudAccountEnding(AGREEMENT, payer, "123456789012", List.of(one), AT));
    assertThat(customers.textTo(ownerAddress))
        .contains("1 May 2026, 11:20 (UTC+8)", "AWS account: 123456789012", "/w/" + one + "/plan");
    assertThat(customers.textTo(payerAddress))
        .contains("2026 年 5 月 1 日 11:20（UTC+8）")
        .doesNotContain("/plan");
  }

  @Test
  void aRemovedCloudAccountIsToldToItsHolder() throws Exception {
    WorkspaceId one = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    customers.tellOf(new CloudAccountRemoved(AGREEMENT, payer, "", List.of(one), AT));
    assertThat(customers.only().getAllRecipients()).singleElement().hasToString(payerAddress);
    assertThat(MailedCustomers.part(customers.only(), 0))
        .contains("Workspaces: space-" + name)
        .contains(
            "View workspaces: http://localhost:8080/billing/workspaces/" + one + "/settlement\n")
        .doesNotContain("AWS account:");
  }

  @Test
  void aFailedSubscriptionIsToldToOwnerAndPayer() throws Exception {
    BillingAccountId payer = customers.payer(name, Language.ZH);
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    customers.tellOf(new IntendedBindingDropped(AGREEMENT, payer, workspace, AT));
    assertEachIsLedToWhatTheyMayEnter(workspace);
    assertThat(customers.to(ownerAddress).getSubject()).startsWith("AWS could not complete");
    assertThat(customers.to(payerAddress).getSubject()).startsWith("AWS 未能完成订阅");
  }

  @Test
  void aReleasedCloudAccountIsToldToItsHolderUnlessAWorkspaceTellsIt() throws Exception {
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.publish(
        new CloudAccountReleased(
            AGREEMENT, payer, "", List.of(customers.workspace(name, Language.EN)), AT));
    customers.tellOf(new CloudAccountReleased(AGREEMENT, payer, "", List.of(), AT));
    assertThat(customers.only().getSubject()).isEqualTo("AWS 未能完成订阅，云账号已释放");
  }

  @Test
  void aConfirmedSubscriptionIsToldToOwnerAndPayerEachInTheirLanguage() throws Exception {
    BillingAccountId payer = customers.payer(name, Language.EN);
    WorkspaceId workspace = customers.workspace(name, Language.ZH);
    customers.tellOf(new IntendedBindingStarted(AGREEMENT, payer, workspace, AT));
    assertEachIsLedToWhatTheyMayEnter(workspace);
    assertThat(customers.to(ownerAddress).getSubject()).startsWith("AWS 已确认订阅");
    assertThat(customers.to(payerAddress).getSubject())
        .startsWith("AWS has confirmed your subscription");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aChosenMethodIsToldToOwnerAndPayerByItsName() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.tellOf(new MethodChosen(workspace, new Payer.BillingCenter(payer), "", AT));
    assertThat(customers.to(ownerAddress).getSubject())
        .isEqualTo("Settlement method of “space-" + name + "”: Billing Center settlement");
    assertThat(customers.to(payerAddress).getSubject()).endsWith("：费用中心账号结算");
    assertEachIsLedToWhatTheyMayEnter(workspace);
    customers.tellOf(
        new MethodChosen(
            workspace,
            new Payer.CloudAccount(payer, AGREEMENT),
            "123456789012",
            AT.plusSeconds(1)));
    assertThat(customers.textsTo(ownerAddress))
        .anySatisfy(it -> assertThat(it).contains("Settlement method: AWS account settlement\n"));
  }

  /** The owner to the workspace, the payer to the Billing Center. */
  private void assertEachIsLedToWhatTheyMayEnter(WorkspaceId workspace) throws Exception {
    assertThat(customers.textTo(ownerAddress))
        .contains("http://localhost:8080/w/" + workspace + "/plan\n")
        .doesNotContain("/billing/");
    assertThat(customers.textTo(payerAddress))
        .contains("http://localhost:8080/billing/workspaces/" + workspace + "/settlement\n")
        .doesNotContain("/w/");
  }

  private static LockEvents unlocked(WorkspaceId workspace, BillingAccountId payer, Instant at) {
    return new LockEvents(List.of(new WorkspaceUnlocked(workspace, payer, at)));
  }

  private int openWork() {
    return jdbc.sql("SELECT count(*) FROM outbox.work").query(Integer.class).single();
  }
}
