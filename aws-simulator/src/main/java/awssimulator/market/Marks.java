package awssimulator.market;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is noted on an agreement beside its life.
 *
 * @param suspended whether AWS suspended this agreement
 * @param accountSuspended whether AWS suspended the buyer's account
 * @param advisoryIssuedAt when the last advisory was issued
 * @param advisoryResolvedAt when it was resolved
 * @param noticedUntil the moment up to which notices of the end and of the renewal were given
 */
public record Marks(
    boolean suspended,
    boolean accountSuspended,
    @Nullable Instant advisoryIssuedAt,
    @Nullable Instant advisoryResolvedAt,
    Instant noticedUntil) {

  static Marks none(Instant noticedUntil) {
    return new Marks(false, false, null, null, noticedUntil);
  }

  /** Whether an advisory is open. */
  public boolean advisoryOpen() {
    return advisoryIssuedAt != null && advisoryResolvedAt == null;
  }

  Marks suspended(boolean now) {
    return new Marks(now, accountSuspended, advisoryIssuedAt, advisoryResolvedAt, noticedUntil);
  }

  Marks advisoryIssued(Instant at) {
    return new Marks(suspended, accountSuspended, at, null, noticedUntil);
  }

  Marks advisoryResolved(Instant at) {
    return new Marks(suspended, accountSuspended, advisoryIssuedAt, at, noticedUntil);
  }

  Marks noticed(Instant until) {
    return new Marks(suspended, accountSuspended, advisoryIssuedAt, advisoryResolvedAt, until);
  }
}
