package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.TextSink;
import io.countinghouse.TextSink.Taken;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.EmailCodes.About;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.identity.PhoneNumber;
import io.countinghouse.identity.WallClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Texts from the request of a code to the seller's gateway. */
@AccountsTest
class TextsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired private TextSink gateway;
  @Autowired private OutboxWorker worker;
  @Autowired private EmailCodes codes;
  @Autowired private TestClock clock;
  @Autowired private WallClock wallClock;
  @Autowired private JdbcClient jdbc;

  private final String account = "cons_text" + COUNT.incrementAndGet();
  private final PhoneNumber phone =
      new PhoneNumber("+861390000%04d".formatted(COUNT.incrementAndGet()));

  /** Other classes ask for codes to phones, too, and leave them unsent. */
  @BeforeEach
  @AfterEach
  void startOver() {
    gateway.answers(204);
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'notification.text'").update();
  }

  @Test
  void aTextIsPostedSignedAndHoldsACodeThatWorks() {
    ask(CodePurpose.NEW_PHONE, Language.ZH);
    String stored =
        jdbc.sql("SELECT payload::text FROM outbox.work WHERE kind = 'notification.text'")
            .query(String.class)
            .single();
    worker.runAll();
    Taken text = only();
    assertThat(stored).contains(phone.value()).doesNotContain("\"" + text.code() + "\"");
    assertThat(text.method()).isEqualTo("POST");
    assertThat(text.type()).isEqualTo("application/json");
    assertThat(text.signed()).isTrue();
    assertThat(text.timestamp()).isEqualTo(wallClock.instant().getEpochSecond());
    assertThat(text.json().propertyNames()).containsExactly("id", "to", "text", "language");
    assertThat(text.json().path("id").asString()).isEqualTo(text.id()).startsWith("code_");
    assertThat(text.json().path("language").asString()).isEqualTo("zh");
    assertThat(text.text()).startsWith("【观测云】新手机号验证码 ").contains("10 分钟");
    assertThat(codes.check(CodePurpose.NEW_PHONE, account, phone, text.code()))
        .isInstanceOf(Verdict.Right.class);
    assertThat(work()).isEmpty();
  }

  @Test
  void theTextToTheOldPhoneIsInTheLanguageOfThePage() {
    ask(CodePurpose.PHONE_CHANGE, Language.EN);
    worker.runAll();
    assertThat(only().text()).startsWith("Guance: ").contains("present phone");
    assertThat(only().json().path("language").asString()).isEqualTo("en");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 425, 429, 500, 503})
  void aTextThatTheGatewayDoesNotTakeNowIsSentAgainUnderItsId(int status) {
    ask(CodePurpose.NEW_PHONE, Language.EN);
    gateway.answers(status);
    worker.runAll();
    assertThat(only().id()).startsWith("code_");
    assertThat(work()).singleElement().asString().startsWith("DUE").contains("status " + status);
    gateway.answers(200);
    clock.advance(Duration.ofMinutes(1));
    worker.runAll();
    List<Taken> texts = gateway.to(phone.value());
    assertThat(texts).hasSize(2);
    assertThat(texts.getLast().payload()).isEqualTo(texts.getFirst().payload());
    assertThat(work()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404})
  void aTextThatTheGatewayRefusesIsParkedWithoutItsNumber(int status) {
    ask(CodePurpose.NEW_PHONE, Language.EN);
    gateway.answers(status);
    worker.runAll();
    assertThat(work())
        .singleElement()
        .isEqualTo("PARKED the text gateway refused it with status " + status);
    assertThat(only().code()).hasSize(6);
  }

  @Test
  void aNumberThatTheGatewayDoesNotTakeIsNoWorkForOperators() {
    ask(CodePurpose.NEW_PHONE, Language.EN);
    gateway.answers(422);
    worker.runAll();
    assertThat(only().code()).hasSize(6);
    assertThat(work()).isEmpty();
  }

  @Test
  void aTextThatNobodyWaitsForIsNotSent() {
    ask(CodePurpose.NEW_PHONE, Language.EN);
    wallClock.advance(Duration.ofHours(1));
    worker.runAll();
    assertThat(gateway.to(phone.value())).isEmpty();
    assertThat(work()).isEmpty();
  }

  private void ask(CodePurpose purpose, Language language) {
    assertThat(codes.request(purpose, new About(account, "weather"), phone, language))
        .isInstanceOf(EmailCodes.RequestOutcome.Requested.class);
  }

  private Taken only() {
    List<Taken> texts = gateway.to(phone.value());
    assertThat(texts).hasSize(1);
    return texts.getFirst();
  }

  /** State and last error of each text that is not sent yet. */
  private List<String> work() {
    return jdbc.sql(
            "SELECT concat(state, ' ', last_error) FROM outbox.work WHERE kind = 'notification.text'")
        .query((rs, _) -> rs.getString(1))
        .list();
  }
}
