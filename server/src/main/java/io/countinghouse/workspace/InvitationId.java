package io.countinghouse.workspace;

import io.countinghouse.kernel.Ids;

/**
 * Names an invitation; says nothing about its token.
 *
 * @param value {@code invt_} and up to 40 lower-case letters and digits
 */
public record InvitationId(String value) {

  private static final String KIND = "invt";

  public InvitationId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static InvitationId next() {
    return new InvitationId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
