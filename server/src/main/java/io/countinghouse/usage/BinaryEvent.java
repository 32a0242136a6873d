package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.web.util.WebUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event in binary mode, as CloudEvents' SDKs send it by default: attributes are headers {@code
 * ce-…}, the body is the data (CloudEvents 1.0, HTTP protocol binding, 3.1).
 */
final class BinaryEvent {

  private static final String PREFIX = "ce-";

  /** Possessive: otherwise the matcher calls itself for each character. */
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private BinaryEvent() {}

  /** Whether a request has the header that every event in binary mode has. */
  static boolean isIn(HttpServletRequest request) {
    return unchecked(request).getHeader(PREFIX + "specversion") != null;
  }

  /** The same event as structured mode has it. */
  static ObjectNode structured(HttpServletRequest request, JsonNode data) {
    HttpServletRequest sent = unchecked(request);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    Enumeration<String> names = sent.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX)) {
        // As null it is refused by its name, or ignored if no such attribute is needed.
        event.put(name.substring(PREFIX.length()), decoded(sent.getHeader(name)));
      }
    }
    event.put("datacontenttype", request.getContentType());
    event.set("data", data);
    return event;
  }

  /**
   * As the web server read it, a character for each byte: to Spring Security's firewall, bytes of
   * UTF-8 are control characters. What is one is refused by the reader of the event.
   */
  private static HttpServletRequest unchecked(HttpServletRequest request) {
    FirewalledRequest checked = WebUtils.getNativeRequest(request, FirewalledRequest.class);
    return checked == null ? request : (HttpServletRequest) checked.getRequest();
  }

  /**
   * An attribute's value: unquoted, then percent-decoded as UTF-8 (3.1.3.2 of the binding). Bytes
   * that came as they are are UTF-8 as well: several SDKs encode nothing.
   *
   * @return null if it is no UTF-8
   */
  static @Nullable String decoded(String header) {
    String value = header.strip();
    if (QUOTED.matcher(value).matches()) {
      value = ESCAPE.matcher(value.substring(1, value.length() - 1)).replaceAll("$1");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    int i = 0;
    while (i < value.length()) {
      if (value.charAt(i) == '%'
          && i + 2 < value.length()
          && HexFormat.isHexDigit(value.charAt(i + 1))
          && HexFormat.isHexDigit(value.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
        i += 3;
      } else {
        bytes.write(value.charAt(i));
        i++;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
