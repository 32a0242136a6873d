package io.countinghouse.workspace;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What agents send a workspace's data with; a secret of the workspace's members, never logged.
 *
 * @param value {@code tkn_} and 32 hexadecimal digits
 */
public record WorkspaceToken(String value) {

  private static final Pattern PATTERN = Pattern.compile("tkn_[0-9a-f]{32}");

  public WorkspaceToken {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not a workspace's token");
    }
  }

  /** A token from outside; empty if it has not the form of one. */
  public static Optional<WorkspaceToken> of(String text) {
    return PATTERN.matcher(text).matches()
        ? Optional.of(new WorkspaceToken(text))
        : Optional.empty();
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "tkn_…";
  }
}
