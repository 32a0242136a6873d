package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.HighSpend;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Alarm;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.AlarmRaised;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.site.Brand;
import io.countinghouse.usage.Item;
import io.countinghouse.wallet.ArrearsNotice;
import io.countinghouse.wallet.ToppedUp;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails with money, numbers and days in them: written as pages write them. */
@AccountsTest
@Import(MailedCustomers.class)
class MoneyMailsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Instant AT = Instant.parse("2026-09-01T03:20:00Z");
  private static final String OPERATORS = "operators@hz.example";

  @Autowired private MailedCustomers customers;
  @Autowired private MailQueue queue;
  @Autowired private MailWords words;
  @Autowired private MailTexts texts;
  @Autowired private Brand brand;
  @Autowired private OutboxWorker worker;
  @Autowired private TransactionTemplate tx;

  private final String name = "money" + COUNT.incrementAndGet();
  private final String payerAddress = MailedCustomers.payerAddress(name);

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    customers.emptyTheBoxes();
  }

  private static Money money(String amount, String currency) {
    return Money.of(new BigDecimal(amount), Currency.getInstance(currency));
  }

  @Test
  void aTransferIsToldWithGroupedDigits() throws Exception {
    BillingAccountId payer = customers.payer(name, Language.EN);
    customers.tellOf(
        new ToppedUp(payer, name, money("1234567.5", "CNY"), money("2000000", "CNY"), AT));
    assertThat(customers.to(payerAddress).getSubject())
        .isEqualTo("Your transfer of 1,234,567.50 CNY has arrived");
    assertThat(customers.textTo(payerAddress)).contains("Balance: 2,000,000.00 CNY");
  }

  @Test
  void aBalanceBelowZeroIsToldWithGroupedDigits() throws Exception {
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.tellOf(
        new ArrearsNotice(payer, money("-1234.125", "CNY"), AT, AT.plus(Duration.ofDays(14)), 14));
    assertThat(customers.to(payerAddress).getSubject()).isEqualTo("请尽快充值：您的余额为 -1,234.125 CNY");
  }

  @Test
  void highSpendingIsToldWithADayOfTheReader() throws Exception {
    WorkspaceId english = customers.workspace(name, Language.EN);
    WorkspaceId chinese = customers.workspace(name + "-zh", Language.ZH);
    customers.publish(highSpend(english));
    customers.tellOf(highSpend(chinese));
    assertThat(customers.textTo(MailedCustomers.ownerAddress(name)))
        .contains(
            "has spent 1,200.50 CNY on Logs on 1 September 2026, which reaches the limit of"
                + " 1,000.00 CNY a day")
        .contains("Day: 1 September 2026")
        .doesNotContain("2026-09-01");
    assertThat(customers.to(MailedCustomers.ownerAddress(name + "-zh")).getSubject())
        .isEqualTo("工作空间“space-" + name + "-zh”于 2026 年 9 月 1 日在日志上消费 1,200.50 CNY");
  }

  private static HighSpend highSpend(WorkspaceId workspace) {
    return new HighSpend(
        workspace,
        Item.LOG,
        LocalDate.of(2026, 9, 1),
        money("1200.5", "CNY"),
        money("1000", "CNY"),
        AT);
  }

  @Test
  void anAlarmIsToldWithGroupedDigits() throws Exception {
    AlarmMails alarms =
        new AlarmMails(
            queue,
            words,
            texts,
            brand,
            new NotificationSettings("no-reply@example.com", OPERATORS, Language.EN));
    Alarm alarm =
        new Alarm(
            AlarmKind.REFUSED, 12_345, List.of(money("54321.1", "CNY"), money("1000", "USD")));
    tx.executeWithoutResult(_ -> alarms.on(new AlarmRaised(alarm, AT, AT)));
    worker.runAll();
    assertThat(customers.textTo(OPERATORS))
        .contains("Records that AWS refused: 12,345.")
        .contains("Amount: 54,321.10 CNY + 1,000.00 USD");
  }
}
