package awssimulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * NextTokens: opaque to the client, good only for the query they came from. They hold where to go
 * on, so that nothing is kept for them and a restart does not spoil them.
 */
final class PageTokens {
  private static final int DIGEST_LENGTH = 24;

  private PageTokens() {}

  /**
   * Where a page begins.
   *
   * @param offset how many results were given before
   * @param afterEmpty whether the page before was an empty one put in front of this
   */
  record Position(int offset, boolean afterEmpty) {
    static final Position FIRST = new Position(0, false);
  }

  static String write(String query, Position position) {
    String text =
        digest(query) + ":" + position.offset() + ":" + (position.afterEmpty() ? "e" : "f");
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The position of a token; empty if it is none of that query's. */
  static Optional<Position> read(String query, String token) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    String[] parts = text.split(":", -1);
    if (parts.length != 3
        || !parts[0].equals(digest(query))
        || !parts[1].matches("[0-9]{1,9}")
        || !parts[2].matches("[ef]")) {
      return Optional.empty();
    }
    return Optional.of(new Position(Integer.parseInt(parts[1]), parts[2].equals("e")));
  }

  private static String digest(String query) {
    return Hashes.sha256Hex(query.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
  }
}
