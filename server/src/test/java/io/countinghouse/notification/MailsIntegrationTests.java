package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.TestClock;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
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
import io.countinghouse.settlement.SetUpCompleted;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class MailsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final AgreementId AGREEMENT = new AgreementId("agmt_1");
  private static final Instant AT = Instant.parse("2026-05-01T03:20:00Z");

  /** Nothing listens on it: connections are refused. */
  private static final int DEAD_PORT = 1;

  @Autowired private GreenMail mails;
  @Autowired private JavaMailSenderImpl sender;
  @Autowired private OutboxWorker worker;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private EmailCodes codes;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;
  @Autowired private Workspaces workspaces;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;

  private final String name = "m" + COUNT.incrementAndGet();
  private final String ownerAddress = name + "-owner@hz.example";
  private final String payerAddress = name + "-payer@hz.example";

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    worker.runAll();
    mails.purgeEmailFromAllMailboxes();
  }

  @Test
  void aCodeMailHoldsACodeThatWorksOnce() throws Exception {
    EmailAddress address = new EmailAddress(ownerAddress);
    codes.request(CodePurpose.REGISTRATION, address, Language.ZH);
    worker.runAll();
    MimeMessage mail = only();
    assertThat(mail.getSubject()).isEqualTo("观测云注册验证码");
    assertThat(mail.getFrom())
        .singleElement()
        .hasToString("=?utf-8?B?6KeC5rWL5LqR?= <no-reply@example.com>");
    Matcher code = CODE.matcher(part(mail, 0));
    assertThat(code.find()).isTrue();
    assertThat(part(mail, 1)).contains(code.group());
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
    assertThat(only().getSubject()).isEqualTo("Your Guance registration code");
    assertThat(openWork()).isZero();
  }

  @Test
  void aMailSentTwiceHasOneMessageId() throws Exception {
    WorkspaceId workspace = workspace(Language.EN);
    BillingAccountId payer = payer(ownerAddress, Language.EN);
    LockEvents event = unlocked(workspace, payer, AT);
    publish(event);
    worker.runAll();
    publish(event);
    publish(unlocked(workspace, payer, AT.plusSeconds(1)));
    worker.runAll();
    MimeMessage[] received = mails.getReceivedMessages();
    assertThat(received).hasSize(3);
    assertThat(received[0].getMessageID())
        .matches("<[0-9a-f]{32}@example\\.com>")
        .isEqualTo(received[1].getMessageID())
        .isNotEqualTo(received[2].getMessageID());
  }

  @Test
  void aMailIsDueOnlyIfItsCauseIsCommitted() {
    WorkspaceId workspace = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.EN);
    tx.executeWithoutResult(status -> {
      events.publishEvent(unlocked(workspace, payer, AT));
      status.setRollbackOnly();
    });
    worker.runAll();
    assertThat(mails.getReceivedMessages()).isEmpty();
  }

  @Test
  void afterSetUpOwnerAndPayerAreToldEachInTheirLanguage() throws Exception {
    WorkspaceId workspace = workspace(Language.ZH);
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, true));
    worker.runAll();
    MimeMessage toOwner = to(ownerAddress);
    assertThat(toOwner.getSubject()).startsWith("开通成功");
    assertThat(part(toOwner, 0))
        .contains("http://localhost:8080/w/" + workspace + "/plan", "support@example.com");
    assertThat(to(payerAddress).getSubject()).startsWith("You’re all set");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void oneAddressGetsOneMail() throws Exception {
    WorkspaceId workspace = workspace(Language.ZH);
    BillingAccountId payer = payer(ownerAddress.replace('m', 'M'), Language.EN);
    publish(new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, false));
    worker.runAll();
    assertThat(only().getSubject()).contains("正在等待 AWS 确认订阅");
  }

  @Test
  void anEndingSubscriptionIsToldToOwnersAndPayer() throws Exception {
    WorkspaceId one = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new CloudAccountEnding(AGREEMENT, payer, "123456789012", List.of(one), AT));
    worker.runAll();
    assertThat(part(to(ownerAddress), 0))
        .contains("1 May 2026, 11:20 (UTC+8)", "AWS account: 123456789012", "/w/" + one + "/plan");
    assertThat(part(to(payerAddress), 0))
        .contains("2026 年 5 月 1 日 11:20（UTC+8）")
        .doesNotContain("/plan");
  }

  @Test
  void aRemovedCloudAccountIsToldToItsHolder() throws Exception {
    WorkspaceId one = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new CloudAccountRemoved(AGREEMENT, payer, "", List.of(one), AT));
    worker.runAll();
    assertThat(only().getAllRecipients()).singleElement().hasToString(payerAddress);
    assertThat(part(only(), 0))
        .contains("Workspaces: space-" + name)
        .doesNotContain("AWS account:");
  }

  @Test
  void aFailedSubscriptionIsToldToOwnerAndPayer() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new IntendedBindingDropped(AGREEMENT, payer, workspace(Language.EN), AT));
    worker.runAll();
    assertThat(to(ownerAddress).getSubject()).startsWith("AWS could not complete");
    assertThat(to(payerAddress).getSubject()).startsWith("AWS 未能完成订阅");
  }

  @Test
  void aReleasedCloudAccountIsToldToItsHolderUnlessAWorkspaceTellsIt() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new CloudAccountReleased(AGREEMENT, payer, "", List.of(workspace(Language.EN)), AT));
    publish(new CloudAccountReleased(AGREEMENT, payer, "", List.of(), AT));
    worker.runAll();
    assertThat(only().getSubject()).isEqualTo("AWS 未能完成订阅，云账号已释放");
  }

  @Test
  void aConfirmedSubscriptionIsToldToOwnerAndPayerEachInTheirLanguage() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new IntendedBindingStarted(AGREEMENT, payer, workspace(Language.ZH), AT));
    worker.runAll();
    assertThat(to(ownerAddress).getSubject()).startsWith("AWS 已确认订阅");
    assertThat(to(payerAddress).getSubject()).startsWith("AWS has confirmed your subscription");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  private static LockEvents unlocked(WorkspaceId workspace, BillingAccountId payer, Instant at) {
    return new LockEvents(List.of(new WorkspaceUnlocked(workspace, payer, at)));
  }

  private void publish(Object event) {
    tx.executeWithoutResult(_ -> events.publishEvent(event));
  }

  private int openWork() {
    return jdbc.sql("SELECT count(*) FROM outbox.work").query(Integer.class).single();
  }

  private MimeMessage only() {
    MimeMessage[] received = mails.getReceivedMessages();
    assertThat(received).hasSize(1);
    return received[0];
  }

  private MimeMessage to(String address) {
    return Arrays.stream(mails.getReceivedMessages())
        .filter(mail -> address.equals(recipient(mail)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no mail to " + address));
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /** The plain text (0) or the HTML (1), lines ended as we write them. */
  private static String part(MimeMessage mail, int index) throws Exception {
    BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
    assertThat(part.getContentType()).startsWith(index == 0 ? "text/plain" : "text/html");
    return ((String) part.getContent()).replace("\r\n", "\n");
  }

  private WorkspaceId workspace(Language language) {
    return Objects.requireNonNull(
        tx.execute(_ ->
            workspaces
                .create(Accounts.CN2, "space-" + name, language, Plan.COMMERCIAL, owner())
                .id()));
  }

  private ConsoleAccountId owner() {
    if (consoleAccounts.create(Accounts.console(Accounts.CN2, name + "-owner", ownerAddress))
        instanceof ConsoleAccounts.CreateOutcome.Created(var account)) {
      return account.id();
    }
    throw new AssertionError("the owner was not made");
  }

  private BillingAccountId payer(String address, Language language) {
    BillingAccounts.CreateOutcome outcome =
        Objects.requireNonNull(
            tx.execute(
                _ -> billingAccounts.create(Accounts.billing(name + "-payer", address, language))));
    if (outcome instanceof BillingAccounts.CreateOutcome.Created(var account)) {
      return account.id();
    }
    throw new AssertionError("the payer was not made");
  }
}
