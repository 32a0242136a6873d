package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockCause;
import io.countinghouse.locking.LockEvent;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceDissolved;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.outbox.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** What owner and billing account are told of locks: when, why, and what helps. */
@AccountsTest
@Import(MailedCustomers.class)
class LockMailsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Instant AT = Instant.parse("2026-05-01T03:20:00Z");
  private static final Instant ENDS = AT.plus(Duration.ofDays(14));
  private static final String WORKSPACES = "http://localhost:8080/billing/workspaces";
  private static final String WALLET = "http://localhost:8080/billing/wallet";

  @Autowired private MailedCustomers customers;
  @Autowired private GreenMail mails;
  @Autowired private MailQueue queue;
  @Autowired private Outbox outbox;
  @Autowired private OutboxWorker worker;
  @Autowired private TransactionTemplate tx;

  private final String name = "lock" + COUNT.incrementAndGet();
  private final String ownerAddress = MailedCustomers.ownerAddress(name);
  private final String payerAddress = MailedCustomers.payerAddress(name);

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    customers.emptyTheBoxes();
  }

  private void tellOf(LockEvent... happened) {
    customers.tellOf(new LockEvents(List.of(happened)));
  }

  @ParameterizedTest
  @EnumSource
  void anOwnerIsToldWhatHelpsAgainstTheCause(Language language) throws Exception {
    WorkspaceId owes = customers.workspace(name, language);
    WorkspaceId ended = customers.workspace(name + "-ended", language);
    BillingAccountId payer = customers.payer(name, language);
    String pay =
        language == Language.ZH ? "请结清费用中心账号的欠费，或者" : ", pay what its billing account owes, or ";
    String subscribe =
        language == Language.ZH
            ? "请在 AWS Marketplace 重新订阅并绑定，或者"
            : ", subscribe again in AWS Marketplace and bind it, or ";
    List<LockEvents> happened =
        List.of(
            new LockEvents(
                List.of(
                    new WorkspaceLocked(owes, payer, LockCause.ARREARS, AT, ENDS),
                    new WorkspaceLocked(ended, payer, LockCause.SUBSCRIPTION_ENDED, AT, ENDS))),
            new LockEvents(
                List.of(
                    new LockReminder(owes, payer, LockCause.ARREARS, AT, ENDS),
                    new LockReminder(ended, payer, LockCause.SUBSCRIPTION_ENDED, AT, ENDS))),
            new LockEvents(
                List.of(
                    new WorkspaceCleared(owes, payer, LockCause.ARREARS, AT),
                    new WorkspaceCleared(ended, payer, LockCause.SUBSCRIPTION_ENDED, AT))));
    for (LockEvents events : happened) {
      customers.emptyTheBoxes();
      customers.tellOf(events);
      assertThat(customers.textTo(ownerAddress)).contains(pay).doesNotContain("AWS");
      assertThat(customers.textTo(MailedCustomers.ownerAddress(name + "-ended")))
          .contains(subscribe)
          .doesNotContain(language == Language.ZH ? "欠费" : "owes");
    }
  }

  @Test
  void aPayerInArrearsIsToldTheFirstEndAndWhereToPay() throws Exception {
    WorkspaceId later = customers.workspace(name, Language.EN);
    WorkspaceId first = customers.workspace(name + "-first", Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    tellOf(
        new LockReminder(later, payer, LockCause.ARREARS, AT, ENDS.plus(Duration.ofDays(9))),
        new LockReminder(first, payer, LockCause.ARREARS, AT, ENDS));
    assertThat(customers.textTo(payerAddress))
        .contains("space-" + name, "space-" + name + "-first")
        .contains("Data kept at least until: 15 May 2026, 11:20 (UTC+8)\n")
        .contains("Top up: " + WALLET + "\n")
        .contains("pay what the billing account owes")
        .doesNotContain("24 May", "AWS Marketplace");
    assertThat(MailedCustomers.part(customers.to(payerAddress), 1))
        .contains("href=\"" + WALLET + "\"");
  }

  @Test
  void aPayerWhoseSubscriptionEndedIsLedToTheWorkspace() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.ZH);
    BillingAccountId payer = customers.payer(name, Language.ZH);
    tellOf(new LockReminder(workspace, payer, LockCause.SUBSCRIPTION_ENDED, AT, ENDS));
    assertThat(customers.textTo(payerAddress))
        .contains("数据至少保留至：2026 年 5 月 15 日 11:20（UTC+8）\n")
        .contains("查看工作空间：" + WORKSPACES + "/" + workspace + "/settlement" + "\n")
        .contains("请在 AWS Marketplace 重新订阅并绑定")
        .doesNotContain("欠费", WALLET);
  }

  @Test
  void aPayerWithWorkspacesOfBothCausesIsToldOfEachByItself() throws Exception {
    WorkspaceId owes = customers.workspace(name, Language.EN);
    WorkspaceId ended = customers.workspace(name + "-ended", Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    tellOf(
        new BufferMoved(owes, payer, LockCause.ARREARS, AT, ENDS),
        new BufferMoved(ended, payer, LockCause.SUBSCRIPTION_ENDED, AT, ENDS));
    assertThat(customers.textsTo(payerAddress))
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).contains("space-" + name + "\n", WALLET))
        .anySatisfy(text ->
            assertThat(text).contains("-ended\n", WORKSPACES + "/" + ended + "/settlement"));
  }

  @Test
  void aPayerOfManyOpenWorkspacesIsLedToAllOfThem() throws Exception {
    WorkspaceId one = customers.workspace(name, Language.EN);
    WorkspaceId two = customers.workspace(name + "-two", Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    tellOf(new WorkspaceUnlocked(one, payer, AT), new WorkspaceUnlocked(two, payer, AT));
    assertThat(customers.textTo(payerAddress))
        .contains("View workspaces: " + WORKSPACES + "\n")
        .doesNotContain("Data kept", "owes", "AWS Marketplace");
  }

  @Test
  void nobodyIsLedIntoADissolvedWorkspace() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    tellOf(new WorkspaceDissolved(workspace, customers.payer(name, Language.EN), AT));
    assertThat(customers.textTo(ownerAddress)).doesNotContain("http");
    assertThat(customers.textTo(payerAddress)).doesNotContain("/w/");
  }

  @Test
  void aRowOfBeforeTheCauseWasKnownIsStillTold() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.EN);
    put(Map.of("REMINDED " + payer + " " + AT + " true " + ENDS, workspace.value()));
    assertThat(customers.textTo(ownerAddress))
        .contains("subscribe again in AWS Marketplace", "pay what its billing account owes");
    assertThat(customers.textTo(payerAddress))
        .contains(
            "Data kept at least until: 15 May 2026", WORKSPACES + "/" + workspace + "/settlement");
    customers.emptyTheBoxes();
    put(Map.of("LOCKED " + payer + " " + AT + " false " + ENDS, workspace.value()));
    assertThat(mails.getReceivedMessages()).hasSize(1);
    put(Map.of("UNLOCKED " + payer + " " + AT + " true ", workspace.value()));
    assertThat(mails.getReceivedMessages()).hasSize(3);
  }

  private void put(Map<String, String> payload) {
    String key = name + payload.hashCode();
    tx.executeWithoutResult(_ -> outbox.put(new Work(LockMails.KIND, key, payload, Instant.EPOCH)));
    worker.runAll();
  }

  @Test
  void aMailOfBeforeTheCauseWasKnownIsStillSent() throws Exception {
    Mail ofAccount =
        new Mail(
            MailTemplate.LOCKS_OF_ACCOUNT,
            payerAddress,
            Language.EN,
            Map.of("what", "Unlocked", "billing-account", "b", "workspaces", "w", "at", "then"));
    Mail ofWorkspace =
        new Mail(
            MailTemplate.WORKSPACE_CLEARED,
            ownerAddress,
            Language.EN,
            Map.of("workspace", "w", "site", "s", "at", "then", "url", WORKSPACES));
    tx.executeWithoutResult(_ -> {
      queue.put(ofAccount, name, "payer");
      queue.put(ofWorkspace, name, "owner");
    });
    worker.runAll();
    assertThat(customers.textTo(payerAddress))
        .contains("How a workspace is paid for is set in the Billing Center")
        .doesNotContain("http");
    assertThat(customers.textTo(ownerAddress))
        .contains("subscribe again in AWS Marketplace", "pay what its billing account owes");
  }
}
