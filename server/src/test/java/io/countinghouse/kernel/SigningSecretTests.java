package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTests {

  /** The vector that the convention's libraries are tested with. */
  @Test
  void itSignsAsTheConventionsLibrariesDo() {
    String shown = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    SigningSecret secret = SigningSecret.ofShown(shown);
    assertThat(secret.shown()).isEqualTo(shown);
    assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aNewOneIsOfItsOwnAndInNoLog() {
    SigningSecret secret = SigningSecret.next();
    assertThat(secret.key()).hasSize(32);
    assertThat(secret.shown()).isNotEqualTo(SigningSecret.next().shown());
    assertThat(secret).hasToString("whsec_***");
  }

  @Test
  void oneOfManySignaturesIsEnoughAndOfThisMessageOnly() {
    SigningSecret secret = SigningSecret.next();
    String signatures =
        Objects.requireNonNull(
            SigningSecret.headers(List.of(SigningSecret.next(), secret), "code_1", 7, "{}")
                .get(SigningSecret.SIGNATURE));
    assertThat(secret.signed("code_1", 7, "{}", signatures)).isTrue();
    assertThat(secret.signed("code_2", 7, "{}", signatures)).isFalse();
    assertThat(secret.signed("code_1", 8, "{}", signatures)).isFalse();
    assertThat(secret.signed("code_1", 7, "{ }", signatures)).isFalse();
    assertThat(SigningSecret.next().signed("code_1", 7, "{}", signatures)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_*"})
  void whatIsNoSecretIsRefusedUnprinted(String shown) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningSecret.ofShown(shown))
        .withMessage("not whsec_ and 24 to 64 bytes in base 64");
  }
}
