package io.countinghouse.identity;

import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Tokens of links in mails. Derived, not drawn: they are made when the mail is sent and kept by
 * their hash alone; without the server's secret a token is as good as random.
 */
@Component
public class LinkTokens {

  private final KeyedHash hash;

  LinkTokens(KeyedHash hash) {
    this.hash = hash;
  }

  /**
   * The token of something, always the same.
   *
   * @param use keeps the tokens of different uses apart
   * @param id what it opens
   * @param sending which of its mails it is in; each has a token of its own
   * @return 43 characters that can stand in a link
   */
  public String make(String use, String id, int sending) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(hash.of("link token", use, id, Integer.toString(sending)));
  }

  /** What a token is kept as. */
  public byte[] hashOf(String token) {
    return hash.of("link token hash", token);
  }
}
