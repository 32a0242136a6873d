package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.Blocked;
import io.countinghouse.identity.SecondFactors.Confirmation;
import io.countinghouse.identity.SecondFactors.Enrolment;
import io.countinghouse.identity.SecondFactors.Verdict;
import io.countinghouse.kernel.BillingAccountId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class SecondFactorsIntegrationTests {

  private static final Duration STEP = Duration.ofSeconds(30);

  @Autowired private SecondFactors factors;
  @Autowired private SecretBox box;
  @Autowired private WallClock wallClock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;

  private final AccountRef account = new AccountRef.Billing(BillingAccountId.next());

  @Test
  void itIsOnOnceItsOwnerHasShownACode() {
    Enrolment enrolment = factors.begin(account, "观测云 Guance", "li@home", "");
    assertThat(enrolment.uri())
        .startsWith("otpauth://totp/%E8%A7%82%E6%B5%8B%E4%BA%91%20Guance:li%40home?secret=")
        .contains("secret=" + enrolment.secret());
    assertThat(factors.begin(account, "x", "y", enrolment.mark()).secret())
        .isEqualTo(enrolment.secret());
    assertThat(factors.isOn(account)).isFalse();
    assertThat(factors.confirm(account, "000000", enrolment.mark()))
        .isEqualTo(new Confirmation.Wrong());
    List<String> recovery = confirmed(enrolment);
    assertThat(recovery).hasSize(10).doesNotHaveDuplicates().allMatch(it -> it.length() == 19);
    assertThat(factors.isOn(account)).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> begun());
    assertThat(factors.confirm(account, code(enrolment), enrolment.mark()))
        .isEqualTo(new Confirmation.Wrong());
  }

  @Test
  void whatAnotherBrowserWasShownIsNotConfirmed() {
    Enrolment one = begun();
    Enrolment other = begun();
    assertThat(other.secret()).isNotEqualTo(one.secret());
    assertThat(factors.confirm(account, code(one), one.mark()))
        .as("void by now")
        .isEqualTo(new Confirmation.Wrong());
    assertThat(factors.confirm(account, code(other), one.mark()))
        .as("never shown to this browser")
        .isEqualTo(new Confirmation.Wrong());
    confirmed(other);
  }

  @Test
  void whoTriesTooOftenWhileSwitchingItOnIsToldToWait() {
    Enrolment enrolment = begun();
    for (int i = 0; i < 5; i++) {
      assertThat(factors.confirm(account, "000000", enrolment.mark()))
          .isEqualTo(new Confirmation.Wrong());
    }
    assertThat(factors.confirm(account, code(enrolment), enrolment.mark()))
        .isInstanceOf(Confirmation.TooMany.class);
  }

  @Test
  void digitsOfAnEastAsianKeyboardAreGood() {
    Enrolment enrolment = enrolled();
    wallClock.advance(STEP);
    StringBuilder wide = new StringBuilder();
    code(enrolment).chars().forEach(digit -> wide.append((char) (digit - '0' + '０')));
    assertThat(factors.check(account, wide.toString())).isEqualTo(new Verdict.Right());
  }

  @Test
  void noCodeIsGoodTwice() {
    Enrolment enrolment = enrolled();
    assertThat(factors.check(account, code(enrolment))).isEqualTo(new Verdict.Wrong());
    wallClock.advance(STEP);
    assertThat(factors.check(account, " " + code(enrolment).substring(0, 3) + " "))
        .isEqualTo(new Verdict.Wrong());
    String code = code(enrolment);
    assertThat(factors.check(account, code.substring(0, 3) + " " + code.substring(3)))
        .isEqualTo(new Verdict.Right());
    assertThat(factors.check(account, code)).isEqualTo(new Verdict.Wrong());
  }

  @Test
  void aRecoveryCodeIsGoodOnceAndNewOnesVoidTheOld() {
    List<String> codes = confirmed(begun());
    assertThat(factors.check(account, codes.getFirst().toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo(new Verdict.Right());
    assertThat(factors.check(account, codes.getFirst())).isEqualTo(new Verdict.Wrong());
    assertThat(factors.recoveryCodesLeft(account)).isEqualTo(9);
    List<String> renewed = factors.renewRecoveryCodes(account);
    assertThat(factors.recoveryCodesLeft(account)).isEqualTo(10);
    assertThat(factors.check(account, codes.getLast())).isEqualTo(new Verdict.Wrong());
    assertThat(factors.check(account, renewed.getLast().replace("-", "")))
        .isEqualTo(new Verdict.Right());
  }

  @Test
  void renewedTwiceAtOnceOnlyTheLaterRecoveryCodesAreGood() throws Exception {
    enrolled();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      AtomicReference<Future<List<String>>> later = new AtomicReference<>();
      tx.executeWithoutResult(_ -> {
        factors.renewRecoveryCodes(account);
        later.set(threads.submit(() -> factors.renewRecoveryCodes(account)));
        Blocked.await(jdbc);
      });
      List<String> codes = later.get().get();
      assertThat(factors.recoveryCodesLeft(account)).isEqualTo(codes.size());
      assertThat(factors.check(account, codes.getFirst())).isEqualTo(new Verdict.Right());
    }
  }

  @Test
  void triesAreThrottled() {
    Enrolment enrolment = enrolled();
    for (int i = 0; i < 4; i++) {
      assertThat(factors.check(account, "000000")).isEqualTo(new Verdict.Wrong());
    }
    wallClock.advance(STEP);
    assertThat(factors.check(account, code(enrolment))).isInstanceOf(Verdict.TooMany.class);
    wallClock.advance(Duration.ofMinutes(3));
    assertThat(factors.check(account, code(enrolment))).isEqualTo(new Verdict.Right());
  }

  @Test
  void aSecretThatNobodyConfirmedIsReplacedAfterAWhile() {
    Enrolment first = begun();
    wallClock.advance(Duration.ofMinutes(15));
    assertThat(factors.begin(account, "x", "y", first.mark())).isNotEqualTo(first);
  }

  @Test
  void switchedOffItIsGoneWithItsRecoveryCodes() {
    enrolled();
    factors.switchOff(account);
    assertThat(factors.isOn(account)).isFalse();
    assertThat(factors.recoveryCodesLeft(account)).isZero();
    assertThat(factors.check(account, "000000")).isEqualTo(new Verdict.Wrong());
  }

  @Test
  void theSecretIsNowhereInTheDatabaseAndIsReadForItsOwnerOnly() {
    Enrolment enrolment = enrolled();
    byte[] stored =
        jdbc.sql("SELECT secret FROM identity.second_factor WHERE account_id = :id")
            .param("id", account.id())
            .query(byte[].class)
            .single();
    assertThat(HexFormat.of().formatHex(stored))
        .doesNotContain(HexFormat.of().formatHex(Base32.decode(enrolment.secret())))
        .doesNotContain(
            HexFormat.of().formatHex(enrolment.secret().getBytes(StandardCharsets.US_ASCII)));
    assertThat(box.open(account.id(), stored)).isEqualTo(Base32.decode(enrolment.secret()));
    assertThatIllegalStateException()
        .isThrownBy(() -> box.open("bill_other", stored))
        .withMessageContaining("countinghouse.identity.secret");
    assertThat(enrolment.toString()).doesNotContain(enrolment.secret());
  }

  /** In a browser that was shown nothing before. */
  private Enrolment begun() {
    return factors.begin(account, "x", "y", "");
  }

  private Enrolment enrolled() {
    Enrolment enrolment = begun();
    confirmed(enrolment);
    return enrolment;
  }

  private List<String> confirmed(Enrolment enrolment) {
    return switch (factors.confirm(account, code(enrolment), enrolment.mark())) {
      case Confirmation.On(List<String> codes) -> codes;
      case Confirmation other -> throw new AssertionError(other.toString());
    };
  }

  private String code(Enrolment enrolment) {
    return TotpCodes.at(enrolment.secret(), wallClock.instant());
  }
}
