package io.countinghouse.database;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be started; its message and remedy are for the operator. */
public final class DatabaseStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why it could not. */
  public enum Reason {
    FOLDER_UNUSABLE,
    FOLDER_IN_USE,
    DISK_FULL,
    PORT_TAKEN,
    LEFT_OVER_STAYS,
    NOT_STARTED
  }

  private final Reason reason;
  private final String remedy;

  DatabaseStartException(Reason reason, String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.reason = reason;
    this.remedy = remedy;
  }

  public Reason reason() {
    return reason;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }
}
