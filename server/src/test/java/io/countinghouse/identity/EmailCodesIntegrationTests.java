package io.countinghouse.identity;

import static io.countinghouse.identity.CodePurpose.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class EmailCodesIntegrationTests {

  private static final Duration TICK = Duration.ofNanos(1000);

  @Autowired private EmailCodes codes;
  @Autowired private WallClock wallClock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void aCodeIsRightOnceAndForItsAddressOnly() {
    EmailAddress address = new EmailAddress("once@hz.example");
    EmailCodeId id = requested(address);
    String code = codes.issue(id).orElseThrow();
    assertThat(code).matches("[0-9]{6}");
    assertThat(codes.check(REGISTRATION, new EmailAddress("twice@hz.example"), code))
        .isEqualTo(new Verdict.NoneValid());
    assertThat(codes.check(REGISTRATION, new EmailAddress("Once@hz.example"), " " + code + " "))
        .isEqualTo(new Verdict.Right(id));
    assertThat(use(id)).isTrue();
    assertThat(use(id)).isFalse();
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.NoneValid());
    assertThat(codes.issue(id)).isEmpty();
  }

  @Test
  void whatStrangersAskForUsesUpNoAccountsShare() {
    EmailAddress address = new EmailAddress("wanted@hz.example");
    for (int i = 0; i < 10; i++) {
      EmailCodes.About stranger = new EmailCodes.About("cons_2", "stranger");
      var _ = codes.request(CodePurpose.NEW_EMAIL, stranger, address, Language.EN);
      wallClock.advance(EmailCodes.PAUSE);
    }
    assertThat(codes.request(REGISTRATION, address, Language.EN))
        .isEqualTo(new RequestOutcome.TooMany());
    EmailCodes.About account = new EmailCodes.About("cons_1", "wanted");
    assertThat(codes.request(CodePurpose.CONSOLE_PASSWORD, account, address, Language.EN))
        .isInstanceOf(RequestOutcome.Requested.class);
  }

  @Test
  void resetsThatStrangersAskForUseUpResetsAlone() {
    EmailAddress address = new EmailAddress("reset@hz.example");
    EmailCodes.About account = new EmailCodes.About("cons_1", "reset");
    for (int i = 0; i < 10; i++) {
      assertThat(codes.request(CodePurpose.CONSOLE_PASSWORD, account, address, Language.EN))
          .isInstanceOf(RequestOutcome.Requested.class);
      wallClock.advance(EmailCodes.PAUSE);
    }
    assertThat(codes.request(CodePurpose.CONSOLE_PASSWORD, account, address, Language.EN))
        .isEqualTo(new RequestOutcome.TooMany());
    for (CodePurpose other :
        List.of(CodePurpose.WORKSPACE_CREATION, CodePurpose.EMAIL_CHANGE, CodePurpose.NEW_EMAIL)) {
      assertThat(codes.request(other, account, address, Language.EN))
          .isInstanceOf(RequestOutcome.Requested.class);
    }
  }

  @Test
  void anOwnerIsSentCodesForMoreThanTenWorkspacesADay() {
    EmailAddress address = new EmailAddress("owner@hz.example");
    for (int i = 0; i < 12; i++) {
      EmailCodes.About workspace = new EmailCodes.About("wksp_" + i, "one of many");
      assertThat(codes.request(CodePurpose.WORKSPACE_OWNER_PROOF, workspace, address, Language.EN))
          .isInstanceOf(RequestOutcome.Requested.class);
    }
  }

  @Test
  void beforeItsMailIsSentThereIsNoCode() {
    EmailAddress address = new EmailAddress("early@hz.example");
    EmailCodeId id = requested(address);
    assertThat(codes.check(REGISTRATION, address, "000000")).isEqualTo(new Verdict.NoneValid());
    assertThat(use(id)).isFalse();
  }

  @Test
  void fiveWrongTriesVoidACodeAlthoughTheCallerRollsBack() {
    EmailAddress address = new EmailAddress("tries@hz.example");
    EmailCodeId id = requested(address);
    String code = codes.issue(id).orElseThrow();
    String wrong = code.equals("123456") ? "654321" : "123456";
    for (int left = EmailCodes.TRIES_MAX - 1; left >= 0; left--) {
      Verdict verdict =
          tx.execute(status -> {
            status.setRollbackOnly();
            return codes.check(REGISTRATION, address, wrong);
          });
      assertThat(verdict).isEqualTo(new Verdict.Wrong(left));
    }
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.NoneValid());
    assertThat(use(id)).isFalse();
  }

  @Test
  void aCodeIsGoodForTenMinutesFromItsSending() {
    EmailAddress address = new EmailAddress("expiry@hz.example");
    EmailCodeId id = requested(address);
    wallClock.advance(Duration.ofMinutes(5));
    String code = codes.issue(id).orElseThrow();
    wallClock.advance(EmailCodes.LIFE.minus(TICK));
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.Right(id));
    wallClock.advance(TICK);
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.NoneValid());
    assertThat(use(id)).isFalse();
  }

  @Test
  void anotherIsHadAfterAMinuteAndVoidsTheFirst() {
    EmailAddress address = new EmailAddress("another@hz.example");
    EmailCodeId first = requested(address);
    String code = codes.issue(first).orElseThrow();
    Instant nextAllowedAt = wallClock.instant().plus(EmailCodes.PAUSE);
    wallClock.advance(EmailCodes.PAUSE.minus(TICK));
    assertThat(codes.request(REGISTRATION, address, Language.ZH))
        .isEqualTo(new RequestOutcome.TooSoon(nextAllowedAt));
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.Right(first));
    wallClock.advance(TICK);
    EmailCodeId second = requested(address);
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.NoneValid());
    assertThat(codes.issue(first)).isEmpty();
    assertThat(codes.issue(second)).isPresent();
  }

  @Test
  void whoUsedOneUpNeedNotWaitForAnother() {
    EmailAddress address = new EmailAddress("again@hz.example");
    EmailCodeId first = requested(address);
    String code = codes.issue(first).orElseThrow();
    assertThat(use(first)).isTrue();
    wallClock.advance(TICK);
    EmailCodeId second = requested(address);
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.NoneValid());
    assertThat(codes.issue(second)).isPresent();
  }

  @Test
  void anAddressHasTenCodesADay() {
    EmailAddress address = new EmailAddress("many@hz.example");
    for (int i = 0; i < 10; i++) {
      requested(address);
      wallClock.advance(Duration.ofMinutes(2));
    }
    assertThat(codes.request(REGISTRATION, address, Language.ZH))
        .isEqualTo(new RequestOutcome.TooMany());
    wallClock.advance(Duration.ofDays(1).minus(Duration.ofMinutes(20)));
    requested(address);
  }

  @Test
  void aResendCarriesTheSameCodeAndItsTenMinutesBeginAnew() {
    EmailAddress address = new EmailAddress("resend@hz.example");
    EmailCodeId id = requested(address);
    String code = codes.issue(id).orElseThrow();
    wallClock.advance(Duration.ofMinutes(9));
    assertThat(codes.issue(id)).contains(code);
    wallClock.advance(Duration.ofMinutes(9));
    assertThat(codes.check(REGISTRATION, address, code)).isEqualTo(new Verdict.Right(id));
  }

  @Test
  void aRequestOfAnHourAgoIsNotSentAnyMore() {
    EmailCodeId id = requested(new EmailAddress("late@hz.example"));
    wallClock.advance(Duration.ofHours(1));
    assertThat(codes.issue(id)).isEmpty();
  }

  @Test
  void theCodeIsNowhereInTheDatabase() {
    EmailCodeId id = requested(new EmailAddress("secret@hz.example"));
    String code = codes.issue(id).orElseThrow();
    String rows =
        jdbc.sql(
                """
                SELECT (SELECT string_agg(w::text, ' ') FROM outbox.work w WHERE w.key LIKE '%' || :id || '%')
                    || (SELECT string_agg(c::text, ' ') FROM identity.email_code c WHERE c.id = :id)\
                """)
            .param("id", id.value())
            .query(String.class)
            .single();
    assertThat(rows)
        .contains(id.value())
        .doesNotContain("\"" + code + "\"")
        .doesNotContain("," + code + ",");
  }

  private EmailCodeId requested(EmailAddress address) {
    assertThat(codes.request(REGISTRATION, address, Language.ZH))
        .isEqualTo(new RequestOutcome.Requested(wallClock.instant().plus(EmailCodes.PAUSE)));
    return jdbc.sql(
            """
            SELECT id FROM identity.email_code WHERE address = :address
             ORDER BY requested_at DESC LIMIT 1\
            """)
        .param("address", address.value())
        .query((rs, _) -> new EmailCodeId(rs.getString("id")))
        .single();
  }

  private boolean use(EmailCodeId id) {
    return Boolean.TRUE.equals(tx.execute(_ -> codes.use(id)));
  }
}
