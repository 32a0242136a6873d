package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countinghouse.kernel.SigningSecret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSettingsTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String SECRET = SigningSecret.next().shown();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://texts.example.com/send?key=hidden",
        "http://127.0.0.1:8025/texts",
        "http://localhost/texts"
      })
  void theGatewayIsCalledByTlsUnlessItIsHere(String url) {
    TextSettings settings = new TextSettings(URI.create(url), SECRET, TIMEOUT);
    assertThat(settings.toString()).doesNotContain(SECRET, "hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://texts.example.com/send",
        "https://user:word@texts.example.com/",
        "ftp://localhost/",
        "texts"
      })
  void noOtherAddressGetsCodes(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextSettings(URI.create(url), SECRET, TIMEOUT))
        .withMessageContaining("countinghouse.texts.url must be an https address");
  }

  @Test
  void addressAndSecretGoTogether() {
    assertThat(new TextSettings(null, null, TIMEOUT).url()).isNull();
    URI url = URI.create("https://texts.example.com/");
    assertThatIllegalArgumentException().isThrownBy(() -> new TextSettings(url, null, TIMEOUT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextSettings(null, SECRET, TIMEOUT))
        .withMessageNotContaining(SECRET);
  }

  @Test
  void aSecretThatIsNoneIsRefusedUnprinted() {
    URI url = URI.create("https://texts.example.com/");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextSettings(url, "whsec_tooShort", TIMEOUT))
        .withMessageStartingWith("countinghouse.texts.secret is ")
        .withMessageNotContaining("tooShort");
  }
}
