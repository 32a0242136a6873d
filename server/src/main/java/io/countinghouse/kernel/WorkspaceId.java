package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names a workspace, on whatever site.
 *
 * @param value {@code wksp_} and up to 40 lower-case letters and digits
 */
public record WorkspaceId(String value) {

  private static final Pattern PATTERN = Ids.pattern("wksp");

  public WorkspaceId {
    Ids.checked(PATTERN, value);
  }

  /** A new, unguessable id. */
  public static WorkspaceId next() {
    return new WorkspaceId(Ids.next("wksp"));
  }

  @Override
  public String toString() {
    return value;
  }
}
