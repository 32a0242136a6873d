package awssimulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No registration token stays in the log. */
class RequestLogTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"RegistrationToken\": \"secret+/=\"}",
        "{\"RegistrationToken\":\"sec\\\"ret\",\"Other\":1}",
        "{ \"RegistrationToken\" : \"secret cut off"
      })
  void aTokenIsRedacted(String body) {
    assertThat(RequestLog.redact(body))
        .contains("[redacted]")
        .doesNotContain("ret\"")
        .doesNotContain("secret");
  }
}
