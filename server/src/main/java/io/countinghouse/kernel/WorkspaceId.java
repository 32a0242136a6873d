package io.countinghouse.kernel;

/**
 * Names a workspace, on whatever site.
 *
 * @param value {@code wksp_} and up to 40 lower-case letters and digits
 */
public record WorkspaceId(String value) {

  private static final String KIND = "wksp";

  public WorkspaceId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static WorkspaceId next() {
    return new WorkspaceId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
