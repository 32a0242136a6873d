package awssimulator.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The query of a request; what is null is left out. */
final class QueryString {
  private final StringJoiner parameters = new StringJoiner("&", "?", "");

  QueryString() {
    parameters.setEmptyValue("");
  }

  QueryString with(String name, @Nullable Object value) {
    if (value != null) {
      parameters.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }
    return this;
  }

  @Override
  public String toString() {
    return parameters.toString();
  }
}
