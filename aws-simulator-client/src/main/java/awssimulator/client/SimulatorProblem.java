package awssimulator.client;

import org.jspecify.annotations.Nullable;

/** A control request that the simulator refused, from its problem document (RFC 9457). */
public final class SimulatorProblem extends RuntimeException {
  private final int status;
  private final @Nullable String title;
  private final @Nullable String detail;

  SimulatorProblem(String request, int status, @Nullable String title, @Nullable String detail) {
    super(request + " was answered " + status + ": " + (detail == null ? title : detail));
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** The HTTP status: 400 wrong in itself, 404 not there, 409 not in this state, 504 too late. */
  public int status() {
    return status;
  }

  /** The short title, if the answer had one. */
  public @Nullable String title() {
    return title;
  }

  /** The sentence that says what is wrong, if the answer had one. */
  public @Nullable String detail() {
    return detail;
  }
}
