package io.countinghouse.workspace;

import io.countinghouse.kernel.Ids;
import java.util.regex.Pattern;

/**
 * Names an invitation; says nothing about its token.
 *
 * @param value {@code invt_} and up to 40 lower-case letters and digits
 */
public record InvitationId(String value) {

  private static final Pattern PATTERN = Pattern.compile("invt_[0-9a-z]{1,40}");

  public InvitationId {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of an invitation: " + value);
    }
  }

  /** A new, unguessable id. */
  public static InvitationId next() {
    return new InvitationId(Ids.next("invt"));
  }

  @Override
  public String toString() {
    return value;
  }
}
