package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.identity.BillingProofs.Outcome;
import io.countinghouse.kernel.Language;
import io.countinghouse.outbox.OutboxWorker;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class BillingProofsIntegrationTests {

  @Autowired private BillingProofs proofs;
  @Autowired private BillingAccounts accounts;
  @Autowired private EmailCodes codes;
  @Autowired private OutboxWorker worker;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void thePasswordProves() {
    BillingAccount account = account("prover");
    assertThat(proofs.byPassword("PROVER", Accounts.PASSWORD, ""))
        .isEqualTo(new Outcome.Proven(account));
    assertThat(proofs.byPassword("prover", "wrong password", "")).isEqualTo(new Outcome.NotShown());
    assertThat(proofs.byPassword("nobody.at.all", Accounts.PASSWORD, ""))
        .isEqualTo(new Outcome.NotShown());
  }

  @Test
  void aCodeToTheAddressOnFileProvesOnce() {
    BillingAccount account = account("coder");
    assertThat(proofs.sendCode("Coder", Language.EN)).isEqualTo("c***@pay.example");
    worker.runAll();
    String code =
        new CodeMailbox(jdbc, codes)
            .newest(CodePurpose.BILLING_ACCOUNT_PROOF, account.email())
            .orElseThrow();
    assertThat(proofs.byCode("coder", code.equals("111111") ? "222222" : "111111", ""))
        .isEqualTo(new Outcome.NotShown());
    assertThat(proofs.byCode("coder", code, "")).isEqualTo(new Outcome.Proven(account));
    assertThat(proofs.byCode("coder", code, "")).isEqualTo(new Outcome.NotShown());
  }

  @Test
  void anUnknownUsernameGetsAnAnswerThatLooksTheSame() {
    String seeming = proofs.sendCode("no.such.account", Language.EN);
    assertThat(seeming).matches("[a-z]\\*\\*\\*@[a-z0-9]+\\.com");
    assertThat(proofs.sendCode(" NO.such.account", Language.ZH)).isEqualTo(seeming);
    worker.runAll();
    assertThat(proofs.byCode("no.such.account", "123456", "")).isEqualTo(new Outcome.NotShown());
  }

  private BillingAccount account(String username) {
    BillingAccounts.CreateOutcome outcome =
        tx.execute(_ ->
            accounts.create(Accounts.billing(username, username + "@pay.example", Language.EN)));
    if (outcome instanceof BillingAccounts.CreateOutcome.Created(BillingAccount account)) {
      return account;
    }
    throw new AssertionError("not made");
  }
}
