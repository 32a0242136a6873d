package awssimulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
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

  @Test
  void aTokenOfAnyLengthIsRedacted() {
    assertThat(
            RequestLog.redact("{\"RegistrationToken\":\"" + "x\\\\".repeat(30_000) + "\",\"A\":1}"))
        .isEqualTo("{\"RegistrationToken\":\"[redacted]\",\"A\":1}");
  }

  @Test
  void onlyTheSignatureOfAnAuthorizationIsMasked() {
    String header =
        "AWS4-HMAC-SHA256 Credential=AKIA/20260901/us-east-1/aws-marketplace/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=";
    assertThat(RequestLog.masked(Map.of("authorization", header + "0123abcd")))
        .isEqualTo(Map.of("authorization", header + "[redacted]"));
  }

  @Test
  void anythingElseThatIsSecretIsMaskedWhole() {
    assertThat(
            RequestLog.masked(
                Map.of(
                    "authorization", "Basic c2VjcmV0",
                    "x-amz-security-token", "t",
                    "cookie", "c",
                    "host", "localhost")))
        .isEqualTo(
            Map.of(
                "authorization", "[redacted]",
                "x-amz-security-token", "[redacted]",
                "cookie", "[redacted]",
                "host", "localhost"));
  }
}
