package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.identity.ContactChanges.Outcome;
import io.countinghouse.identity.ContactChanges.Side;
import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changes of phone where texts are sent. */
@AccountsTest
class PhoneChangesIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired private PhoneChanges changes;
  @Autowired private BillingAccounts accounts;
  @Autowired private EmailCodes codes;
  @Autowired private WallClock wallClock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  private final String name = "phoned" + COUNT.incrementAndGet();
  private final String email = name + "@pay.example";
  private final String old = "+861370000%04d".formatted(COUNT.incrementAndGet());
  private final String fresh = "+861370000%04d".formatted(COUNT.incrementAndGet());

  @Test
  void bothCodesAreNeededAndUsedUpTogether() {
    AccountRef account = account("137 0000 " + old.substring(10));
    sent(account, fresh.substring(3));
    String toOld = code(CodePurpose.PHONE_CHANGE, old);
    String toNew = code(CodePurpose.NEW_PHONE, fresh);
    assertThat(changes.change(account, fresh, false, other(toOld), toNew))
        .isEqualTo(new Outcome.CodeWrong(Side.OLD, 4));
    assertThat(changes.change(account, fresh, false, toOld, other(toNew)))
        .isEqualTo(new Outcome.CodeWrong(Side.NEW, 4));
    assertThat(changes.change(account, fresh, false, toOld, ""))
        .isEqualTo(new Outcome.CodeWrong(Side.NEW, 3));
    assertThat(changes.change(account, "+86 137 0000 9999", false, toOld, toNew))
        .isEqualTo(new Outcome.CodeMissing(Side.NEW));
    assertThat(changes.change(account, fresh.substring(3), false, toOld, toNew))
        .isEqualTo(new Outcome.Done());
    assertThat(phoneOf(account)).isEqualTo(fresh);
    assertThat(isRight(account, CodePurpose.PHONE_CHANGE, old, toOld)).isFalse();
    assertThat(isRight(account, CodePurpose.NEW_PHONE, fresh, toNew)).isFalse();
    assertThat(details(account))
        .isEqualTo(
            Map.of(
                "codeTo",
                "phone",
                "from",
                new PhoneNumber(old).masked(),
                "to",
                new PhoneNumber(fresh).masked()));
  }

  @Test
  void aCodeForAnotherAccountIsWorthNothing() {
    AccountRef account = account(old);
    sent(account, fresh);
    AccountRef stranger = new AccountRef.Billing(account(name + "x", old));
    assertThat(
            changes.change(
                stranger,
                fresh,
                false,
                code(CodePurpose.PHONE_CHANGE, old),
                code(CodePurpose.NEW_PHONE, fresh)))
        .isEqualTo(new Outcome.CodeMissing(Side.OLD));
  }

  @Test
  void aPhoneOnFileThatGetsNoTextsLeavesItToTheAddress() {
    AccountRef account = account("+86 571 8765 4321");
    assertThat(changes.way(account, false).old()).isEqualTo(new EmailAddress(email));
    sent(account, fresh);
    String toOld = code(CodePurpose.PHONE_CHANGE, email);
    String toNew = code(CodePurpose.NEW_PHONE, fresh);
    assertThat(changes.change(account, fresh, false, toOld, toNew)).isEqualTo(new Outcome.Done());
    assertThat(details(account)).containsEntry("codeTo", "e-mail").containsEntry("from", "•••");
  }

  @Test
  void whoCannotGetTextsAtTheOldPhoneTakesTheAddress() {
    AccountRef account = account(old);
    assertThat(changes.send(account, old, true, Language.EN))
        .isEqualTo(new PhoneChanges.Codes.Refused(PhoneChanges.Problem.SAME));
    assertThat(changes.send(account, fresh, true, Language.EN))
        .isInstanceOf(PhoneChanges.Codes.Asked.class);
    String toAddress = code(CodePurpose.PHONE_CHANGE, email);
    String toNew = code(CodePurpose.NEW_PHONE, fresh);
    assertThat(changes.change(account, fresh, false, toAddress, toNew))
        .isEqualTo(new Outcome.CodeMissing(Side.OLD));
    assertThat(changes.change(account, fresh, true, toAddress, toNew))
        .isEqualTo(new Outcome.Done());
    assertThat(phoneOf(account)).isEqualTo(fresh);
    assertThat(details(account)).containsEntry("codeTo", "e-mail");
  }

  @Test
  void aPhoneIsRemovedByTheCodeToItAlone() {
    AccountRef account = account(old);
    assertThat(changes.send(account, " ", false, Language.EN))
        .isInstanceOfSatisfying(
            PhoneChanges.Codes.Asked.class, asked -> assertThat(asked.toNew()).isEmpty());
    String toOld = code(CodePurpose.PHONE_CHANGE, old);
    assertThat(changes.change(account, " ", false, other(toOld), ""))
        .isEqualTo(new Outcome.CodeWrong(Side.OLD, 4));
    assertThat(changes.change(account, " ", false, toOld, "")).isEqualTo(new Outcome.Done());
    assertThat(phoneOf(account)).isEmpty();
    assertThat(details(account)).containsEntry("to", "");
    refused(account, "", PhoneChanges.Problem.EMPTY);
  }

  @Test
  void whatIsNoNewPhoneIsRefusedAndSentNothing() {
    AccountRef account = account(old);
    refused(account, old.substring(3), PhoneChanges.Problem.SAME);
    refused(account, "+86 10 6552 9988", PhoneChanges.Problem.NO_TEXTS);
    refused(account, "12", PhoneChanges.Problem.NO_TEXTS);
    assertThat(requestsOf(account)).isZero();
  }

  @Test
  void anAccountHasTenCodesToNewPhonesADay() {
    AccountRef account = account("");
    for (int i = 0; i < 10; i++) {
      assertThat(toNewPhone(account, i)).isInstanceOf(RequestOutcome.Requested.class);
    }
    assertThat(toNewPhone(account, 10)).isEqualTo(new RequestOutcome.TooMany());
    assertThat(toNewPhone(new AccountRef.Billing(account(name + "x", "")), 10))
        .isInstanceOf(RequestOutcome.Requested.class);
    wallClock.advance(Duration.ofDays(1));
    assertThat(toNewPhone(account, 11)).isInstanceOf(RequestOutcome.Requested.class);
  }

  @Test
  void whoGetsNoCodeToTheOldPhoneCostsNoTextToTheNew() {
    AccountRef account = account(old);
    for (int i = 0; i < 10; i++) {
      changes.send(account, "", false, Language.EN);
      wallClock.advance(EmailCodes.PAUSE);
    }
    assertThat(changes.send(account, fresh, false, Language.EN))
        .isEqualTo(new PhoneChanges.Codes.Asked(new RequestOutcome.TooMany(), Optional.empty()));
  }

  private RequestOutcome toNewPhone(AccountRef account, int number) {
    return codes.request(
        CodePurpose.NEW_PHONE,
        new EmailCodes.About(account.id(), name),
        new PhoneNumber("+861360000%04d".formatted(number)),
        Language.EN);
  }

  private void sent(AccountRef account, String phone) {
    assertThat(changes.send(account, phone, false, Language.ZH))
        .isInstanceOfSatisfying(
            PhoneChanges.Codes.Asked.class,
            asked -> {
              assertThat(asked.toOld()).isInstanceOf(RequestOutcome.Requested.class);
              assertThat(asked.toNew()).containsInstanceOf(RequestOutcome.Requested.class);
            });
  }

  private void refused(AccountRef account, String phone, PhoneChanges.Problem why) {
    assertThat(changes.send(account, phone, false, Language.EN))
        .isEqualTo(new PhoneChanges.Codes.Refused(why));
    assertThat(changes.change(account, phone, false, "000000", "000000"))
        .isEqualTo(new Outcome.PhoneRefused(why));
  }

  private String code(CodePurpose purpose, String address) {
    return new CodeMailbox(jdbc, codes).newest(purpose, address).orElseThrow();
  }

  private static String other(String code) {
    return code.equals("111111") ? "222222" : "111111";
  }

  private boolean isRight(AccountRef account, CodePurpose purpose, String phone, String code) {
    return codes.check(purpose, account.id(), new PhoneNumber(phone), code)
        instanceof EmailCodes.Verdict.Right;
  }

  private int requestsOf(AccountRef account) {
    return jdbc.sql("SELECT count(*) FROM identity.email_code WHERE subject = :id")
        .param("id", account.id())
        .query(Integer.class)
        .single();
  }

  private String phoneOf(AccountRef account) {
    return jdbc.sql("SELECT phone FROM identity.billing_account WHERE id = :id")
        .param("id", account.id())
        .query(String.class)
        .single();
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> details(AccountRef account) {
    return new JsonMapper()
        .readValue(
            jdbc.sql(
                    "SELECT details FROM audit.entry WHERE action = 'account.phone-changed' AND subject = :id")
                .param("id", account.id())
                .query(String.class)
                .single(),
            Map.class);
  }

  private AccountRef account(String phone) {
    return new AccountRef.Billing(account(name, phone));
  }

  private BillingAccountId account(String username, String phone) {
    BillingAccounts.CreateOutcome outcome =
        tx.execute(_ ->
            accounts.create(Accounts.billing(username, username + "@pay.example", Language.EN)));
    if (!(outcome instanceof BillingAccounts.CreateOutcome.Created(BillingAccount account))) {
      throw new AssertionError("not made");
    }
    jdbc.sql("UPDATE identity.billing_account SET phone = :phone WHERE id = :id")
        .param("phone", phone)
        .param("id", account.id().value())
        .update();
    return account.id();
  }
}
