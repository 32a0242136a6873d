package awssimulator.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came in.
 *
 * @param path the path as sent, still encoded
 * @param query the query string as sent, empty if there is none
 * @param headers by lower-case name; several values of one name joined by commas
 */
// Two requests are never compared, and the signature is over these very bytes.
@SuppressWarnings("ArrayRecordComponent")
record AwsRequest(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  /** A request with header names in any case. */
  static AwsRequest of(
      String method, String path, String query, Map<String, String> headers, byte[] body) {
    Map<String, String> lower = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> lower.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + "," + b));
    return new AwsRequest(method, path, query, lower, body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
