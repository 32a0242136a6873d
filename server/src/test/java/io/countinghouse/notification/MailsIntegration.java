package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** What tests of mails share: an owner, a payer and their boxes. */
@AccountsTest
abstract class MailsIntegration {

  static final Instant AT = Instant.parse("2026-05-01T03:20:00Z");

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired GreenMail mails;
  @Autowired OutboxWorker worker;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate tx;
  @Autowired Workspaces workspaces;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;

  final String name = "m" + COUNT.incrementAndGet();
  final String ownerAddress = name + "-owner@hz.example";
  final String payerAddress = name + "-payer@hz.example";

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    worker.runAll();
    mails.purgeEmailFromAllMailboxes();
  }

  void publish(Object event) {
    tx.executeWithoutResult(_ -> events.publishEvent(event));
  }

  MimeMessage only() {
    MimeMessage[] received = mails.getReceivedMessages();
    assertThat(received).hasSize(1);
    return received[0];
  }

  MimeMessage to(String address) {
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
  static String part(MimeMessage mail, int index) throws Exception {
    BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
    assertThat(part.getContentType()).startsWith(index == 0 ? "text/plain" : "text/html");
    return ((String) part.getContent()).replace("\r\n", "\n");
  }

  WorkspaceId workspace(Language language) {
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

  BillingAccountId payer(String address, Language language) {
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
