package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTests {

  /** The vector that the convention's libraries are tested with. */
  @Test
  void itSignsAsTheConventionsLibrariesDo() {
    String shown = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    WebhookSecret secret = new WebhookSecret(Base64.getDecoder().decode(shown.substring(6)));
    assertThat(secret.shown()).isEqualTo(shown);
    assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aNewOneIsOfItsOwnAndInNoLog() {
    WebhookSecret secret = WebhookSecret.next();
    assertThat(secret.key()).hasSize(32);
    assertThat(secret.shown()).isNotEqualTo(WebhookSecret.next().shown());
    assertThat(secret).hasToString("whsec_***");
  }
}
