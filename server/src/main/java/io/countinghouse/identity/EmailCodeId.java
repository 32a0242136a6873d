package io.countinghouse.identity;

import io.countinghouse.kernel.Ids;
import java.util.regex.Pattern;

/**
 * Names a request for an e-mail code; says nothing about the code.
 *
 * @param value {@code code_} and up to 40 lower-case letters and digits
 */
public record EmailCodeId(String value) {

  private static final Pattern PATTERN = Pattern.compile("code_[0-9a-z]{1,40}");

  public EmailCodeId {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of an e-mail code: " + value);
    }
  }

  /** A new, unguessable id. */
  public static EmailCodeId next() {
    return new EmailCodeId(Ids.next("code"));
  }

  @Override
  public String toString() {
    return value;
  }
}
