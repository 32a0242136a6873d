package awssimulator.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of an {@code Authorization: AWS4-HMAC-SHA256 …} header. */
record AuthorizationHeader(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /**
   * Reads the header.
   *
   * @throws AwsException IncompleteSignatureException if a part is missing or malformed
   */
  static AuthorizationHeader parse(String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw incomplete("Authorization header must be " + ALGORITHM);
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0], pair[1]);
      }
    }
    String credential = part(parts, "Credential");
    String[] scope = credential.split("/", -1);
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw incomplete("Credential must have exactly 5 slash-delimited elements");
    }
    List<String> signed = Arrays.asList(part(parts, "SignedHeaders").split(";", -1));
    return new AuthorizationHeader(
        scope[0], scope[1], scope[2], scope[3], signed, part(parts, "Signature"));
  }

  private static String part(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw incomplete("Authorization header requires '" + name + "' parameter.");
    }
    return value;
  }

  private static AwsException incomplete(String message) {
    return AwsException.of("IncompleteSignatureException", message);
  }

  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
