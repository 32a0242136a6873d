package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the vectors of RFC 6238, appendix B (SHA-1), and RFC 4648, section 10. */
class TotpTests {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void theCodesAreThoseOfTheRfc(long second, String code) {
    assertThat(Totp.code(SECRET, Totp.stepAt(Instant.ofEpochSecond(second)), 8)).isEqualTo(code);
  }

  @Test
  void aStepBeforeAndAfterIsTakenAndNoneFurtherAway() {
    Instant now = Instant.ofEpochSecond(1_111_111_111);
    long current = Totp.stepAt(now);
    for (long step = current - 1; step <= current + 1; step++) {
      assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step, 6), now, 0))
          .isEqualTo(OptionalLong.of(step));
    }
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, current - 2, 6), now, 0)).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, current + 2, 6), now, 0)).isEmpty();
  }

  @Test
  void aStepThatWasUsedAndThoseBeforeItAreVoid() {
    Instant now = Instant.ofEpochSecond(1_111_111_111);
    long current = Totp.stepAt(now);
    String code = Totp.code(SECRET, current, 6);
    assertThat(Totp.stepOf(SECRET, code, now, current)).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, current - 1, 6), now, current)).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, current + 1, 6), now, current))
        .isEqualTo(OptionalLong.of(current + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void secretsAreWrittenInBase32(String plain, String written) {
    byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
    assertThat(Base32.encode(bytes)).isEqualTo(written);
    assertThat(Base32.decode(" " + written.toLowerCase(java.util.Locale.ROOT))).isEqualTo(bytes);
  }

  @Test
  void whatIsNotBase32IsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("MZ1"));
  }
}
