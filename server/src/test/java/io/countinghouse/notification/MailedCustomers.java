package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.identity.Accounts;
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
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** Customers to be told of events, and the mails that reach them. */
final class MailedCustomers {

  private final GreenMail mails;
  private final OutboxWorker worker;
  private final ApplicationEventPublisher events;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final Workspaces workspaces;
  private final TransactionTemplate tx;

  MailedCustomers(
      GreenMail mails,
      OutboxWorker worker,
      ApplicationEventPublisher events,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      Workspaces workspaces,
      TransactionTemplate tx) {
    this.mails = mails;
    this.worker = worker;
    this.events = events;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.workspaces = workspaces;
    this.tx = tx;
  }

  /** Sends what is left of the tests before, and forgets it. */
  void emptyTheBoxes() throws Exception {
    worker.runAll();
    mails.purgeEmailFromAllMailboxes();
  }

  void publish(Object event) {
    tx.executeWithoutResult(_ -> events.publishEvent(event));
  }

  /** Publishes an event and sends its mails. */
  void tellOf(Object event) {
    publish(event);
    worker.runAll();
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
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /** The plain texts of all mails to an address. */
  List<String> textsTo(String address) throws Exception {
    List<String> texts = new ArrayList<>();
    for (MimeMessage mail : mails.getReceivedMessages()) {
      if (address.equals(recipient(mail))) {
        texts.add(part(mail, 0));
      }
    }
    return texts;
  }

  /** The plain text of the mail to an address. */
  String textTo(String address) throws Exception {
    return part(to(address), 0);
  }

  /** The plain text (0) or the HTML (1), lines ended as we write them. */
  static String part(MimeMessage mail, int index) throws Exception {
    BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
    assertThat(part.getContentType()).startsWith(index == 0 ? "text/plain" : "text/html");
    return ((String) part.getContent()).replace("\r\n", "\n");
  }

  static String ownerAddress(String name) {
    return name + "-owner@hz.example";
  }

  static String payerAddress(String name) {
    return name + "-payer@hz.example";
  }

  /** A workspace {@code space-name}, with an owner of its own. */
  WorkspaceId workspace(String name, Language language) {
    return Objects.requireNonNull(
        tx.execute(_ ->
            workspaces
                .create(Accounts.CN2, "space-" + name, language, Plan.COMMERCIAL, owner(name))
                .id()));
  }

  private ConsoleAccountId owner(String name) {
    if (consoleAccounts.create(Accounts.console(Accounts.CN2, name + "-owner", ownerAddress(name)))
        instanceof ConsoleAccounts.CreateOutcome.Created(var account)) {
      return account.id();
    }
    throw new AssertionError("the owner was not made");
  }

  BillingAccountId payer(String name, Language language) {
    return payer(name, payerAddress(name), language);
  }

  BillingAccountId payer(String name, String address, Language language) {
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
