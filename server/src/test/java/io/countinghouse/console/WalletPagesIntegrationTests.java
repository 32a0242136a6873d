package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.wallet.BankReference;
import io.countinghouse.wallet.Proposals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What a billing account sees of its wallet, and how operators move it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletPagesIntegrationTests extends ConsoleIntegration {

  private static final OperatorId COLLEAGUE = new OperatorId("oper_colleague");

  @Autowired private Proposals proposals;
  @Autowired private TransactionTemplate tx;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
    jdbc.sql(
            """
            INSERT INTO identity.operator (id, username, password_hash, created_at)
            VALUES (:id, 'colleague', '', now())\
            """)
        .param("id", COLLEAGUE.value())
        .update();
  }

  /** A billing account, signed in, and its id. */
  private record Payer(Browser browser, String name, BillingAccountId id) {

    String path() {
      return "/operator/wallets/" + id;
    }
  }

  private Payer payer() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/billing/sign-in");
    assertThat(
            browser
                .post("/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD))
                .status())
        .isEqualTo(302);
    String id =
        jdbc.sql("SELECT id FROM identity.billing_account WHERE username = :name")
            .param("name", customer.name())
            .query(String.class)
            .single();
    return new Payer(browser, customer.name(), new BillingAccountId(id));
  }

  private String enteredByColleague(Payer payer, String amount) {
    Money money = Money.of(new BigDecimal(amount), Currency.getInstance("CNY"));
    BankReference reference = new BankReference("C-" + payer.name().toUpperCase(Locale.ROOT));
    return ((Proposals.Entering.Entered)
            tx.execute(_ ->
                proposals.topUp(
                    payer.id(), money, reference, LocalDate.parse("2026-04-29"), COLLEAGUE)))
        .id();
  }

  private static String textOf(Answer answer) {
    return answer.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  @Test
  void aWalletThatWasNotChargedForLongIsNamed() {
    Payer payer = payer();
    assertThat(operator.get("/operator/wallets").body()).doesNotContain("due since");
    jdbc.sql(
            """
            INSERT INTO wallet.uncharged (billing_account_id, workspace_id, day, charge_day, due_at, amount)
            SELECT :account, id, '2026-04-27', '2026-04-27', '2026-04-27T16:00:00Z', 1 FROM workspace.workspace LIMIT 1\
            """)
        .param("account", payer.id().value())
        .update();
    try {
      assertThat(operator.get("/operator/wallets").body())
          .contains("href=\"" + payer.path() + "\"", "due since");
    } finally {
      jdbc.sql("DELETE FROM wallet.uncharged WHERE billing_account_id = :account")
          .param("account", payer.id().value())
          .update();
    }
  }

  @Test
  void anEmptyWalletSaysHowToFillIt() {
    Payer payer = payer();
    assertThat(textOf(payer.browser().get("/billing/wallet")))
        .contains("Balance 0.00 CNY", "Nothing has moved yet", "Ask us which bank account");
    payer.browser().get("/billing/wallet?lang=zh");
    assertThat(textOf(payer.browser().get("/billing/wallet"))).contains("余额", "暂无收支", "银行转账充值");
  }

  @Test
  void aTransferIsEnteredByOneAndApprovedByAnother() {
    Payer payer = payer();
    String path = payer.path() + "/top-up";
    assertThat(operator.get(path).body()).contains("Amount in CNY");
    Answer wrong =
        operator.post(path, Map.of("amount", "-1.234", "reference", "x", "paidOn", "soon"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(textOf(wrong))
        .contains("parts of the smallest coin", "4 to 64 letters", "Give the day");
    Map<String, String> form =
        Map.of("amount", "1250.5", "reference", "b " + payer.name(), "paidOn", "2026-04-29");
    assertThat(operator.post(path, form).leadsTo()).isEqualTo(payer.path());
    Answer twice = operator.post(path, form);
    assertThat(twice.status()).isEqualTo(422);
    assertThat(textOf(twice)).contains("This transfer was entered before, with 1250.5 CNY");

    String reference = "B" + payer.name().toUpperCase(Locale.ROOT);
    assertThat(textOf(payer.browser().get("/billing/wallet")))
        .contains("Being approved", reference, "1,250.50 CNY", "Nothing has moved yet");
    String proposal =
        jdbc.sql("SELECT id FROM wallet.proposal WHERE bank_reference = :reference")
            .param("reference", reference)
            .query(String.class)
            .single();
    approvedByColleagueAlone(payer, proposal, reference);
  }

  private void approvedByColleagueAlone(Payer payer, String proposal, String reference) {
    String decision = payer.path() + "/proposals/" + proposal;
    assertThat(operator.get("/operator/wallets").body()).contains(decision);
    assertThat(operator.get("/operator/agreements").body())
        .contains("Top-ups or corrections of balances wait for a second operator");
    assertThat(operator.get(decision).body())
        .contains("You entered it yourself")
        .doesNotContain("APPROVE");
    Answer own = operator.post(decision, Map.of("choice", "APPROVE"));
    assertThat(own.status()).isEqualTo(422);
    assertThat(textOf(own)).contains("another operator has to decide");
    assertThat(tx.<Proposals.Decision>execute(_ -> proposals.approve(proposal, COLLEAGUE)))
        .isEqualTo(Proposals.Decision.DONE);

    assertThat(textOf(payer.browser().get("/billing/wallet")))
        .contains("Balance 1,250.50 CNY", "Bank transfer", reference)
        .doesNotContain("Being approved");
    assertThat(payer.browser().get("/billing/wallet.csv").body())
        .contains(",Bank transfer,,2026-04-29," + reference + ",1250.5,1250.5,CNY\r\n");
    assertThat(textOf(operator.get(payer.path()))).contains("operator", "colleague", "Approved");
    assertThat(textOf(operator.get("/operator/wallets?search=" + payer.name())))
        .contains(payer.name() + " 1,250.50 CNY");
    assertThat(auditOf(payer, "wallet.top-up-entered")).isEqualTo(1);
    assertThat(auditOf(payer, "wallet.approved")).isEqualTo(1);
  }

  private long auditOf(Payer payer, String action) {
    return jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = :action AND subject = :id")
        .param("action", action)
        .param("id", payer.id().value())
        .query(Long.class)
        .single();
  }

  @Test
  void whatAColleagueEnteredIsApprovedOrRejectedWithAReason() {
    Payer payer = payer();
    String decision = payer.path() + "/proposals/" + enteredByColleague(payer, "99");
    assertThat(textOf(operator.get(decision))).contains("99.00 CNY", "colleague", "2026");
    Answer noReason = operator.post(decision, Map.of("choice", "REJECT"));
    assertThat(noReason.status()).isEqualTo(422);
    assertThat(textOf(noReason)).contains("Say why");
    assertThat(operator.post(decision, Map.of("choice", "REJECT", "reason", "not ours")).leadsTo())
        .isEqualTo(payer.path());
    assertThat(textOf(operator.get(payer.path()))).contains("Rejected", "not ours");
    operator.get(decision);
    Answer late = operator.post(decision, Map.of("choice", "APPROVE"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(textOf(late)).contains("Somebody has decided on it meanwhile");

    String again = payer.path() + "/proposals/" + enteredByColleague(payer, "98");
    operator.get(again);
    assertThat(operator.post(again, Map.of("choice", "APPROVE")).leadsTo()).isEqualTo(payer.path());
    assertThat(textOf(payer.browser().get("/billing/wallet"))).contains("Balance 98.00 CNY");
  }

  @Test
  void aCorrectionNeedsAReasonAndTwoPeople() {
    Payer payer = payer();
    String path = payer.path() + "/correction";
    operator.get(path);
    assertThat(operator.post(path, Map.of("amount", "-3.5")).status()).isEqualTo(422);
    assertThat(operator.post(path, Map.of("amount", "-3.5", "reason", "charged by hand")).leadsTo())
        .isEqualTo(payer.path());
    Answer again = operator.post(path, Map.of("amount", "-3.50", "reason", " charged by hand "));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains("waits for a decision already");
    String proposal =
        jdbc.sql("SELECT id FROM wallet.proposal WHERE billing_account_id = :id")
            .param("id", payer.id().value())
            .query(String.class)
            .single();
    tx.executeWithoutResult(_ -> proposals.approve(proposal, COLLEAGUE));
    assertThat(textOf(payer.browser().get("/billing/wallet")))
        .contains("The balance is below zero", "charged by hand", "-3.50 CNY");
  }

  @Test
  void theFileHoldsAllMovementsHoweverManyThereAre() {
    int many = 50_050;
    Payer payer = payer();
    jdbc.sql("INSERT INTO wallet.account (billing_account_id, currency) VALUES (:id, 'CNY')")
        .param("id", payer.id().value())
        .update();
    jdbc.sql(
            """
            INSERT INTO wallet.charge (billing_account_id, workspace_id, day, accrued, corrections, rest_before, rest,
                                       amount, at)
            SELECT :id, 'wksp_many', DATE '1800-01-01' + n, 1, 0, 0, 0, 1, now() FROM generate_series(1, :many) n\
            """)
        .param("id", payer.id().value())
        .param("many", many)
        .update();
    jdbc.sql(
            """
            INSERT INTO wallet.entry (billing_account_id, number, balance, from_account, to_account, amount, charge_id, at)
            SELECT :id, n, -n, 'BALANCE', 'CHARGES', 1, id, now()
              FROM (SELECT id, row_number() OVER (ORDER BY day) AS n FROM wallet.charge WHERE billing_account_id = :id) c
             ORDER BY n\
            """)
        .param("id", payer.id().value())
        .update();
    Answer file = payer.browser().get("/billing/wallet.csv");
    assertThat(file.raw().getHeader("Content-Disposition")).contains(".csv");
    List<String> lines = file.body().lines().skip(1).toList();
    assertThat(lines).hasSize(many).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).startsWith("50050,").endsWith(",-1,-50050,CNY");
    assertThat(lines.getLast()).startsWith("1,").endsWith(",-1,-1,CNY");
  }

  @Test
  void aPageGoesOnWhereTheOneBeforeEnded() {
    Payer payer = payer();
    Money fen = Money.of(new BigDecimal("0.01"), Currency.getInstance("CNY"));
    for (int i = 0; i < 51; i++) {
      String proposal =
          tx.execute(_ ->
                  proposals.correction(
                      payer.id(), fen, "one of many", new OperatorId("oper_colleague")))
              .orElseThrow();
      String by =
          jdbc.sql("SELECT id FROM identity.operator WHERE username = 'operator'")
              .query(String.class)
              .single();
      tx.executeWithoutResult(_ -> proposals.approve(proposal, new OperatorId(by)));
    }
    Answer first = payer.browser().get("/billing/wallet");
    assertThat(first.body()).contains("/billing/wallet?before=2");
    assertThat(textOf(payer.browser().get("/billing/wallet?before=2")))
        .contains("one of many 0.01 CNY 0.01 CNY")
        .doesNotContain("0.02 CNY", "Next page");
    assertThat(textOf(payer.browser().get("/billing/wallet?before=1")))
        .contains("There is no more");
    assertThat(operator.get(payer.path()).body()).contains(payer.path() + "?before=2");
    assertThat(operator.get("/operator/wallets/bill_nobody").status()).isEqualTo(404);
    assertThat(operator.get("/operator/wallets/what").status()).isEqualTo(404);
  }
}
