package io.countinghouse.locking;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Operators' changes of the buffers of locked workspaces, each with its reason in the trail. */
@Service
public class Buffers {

  private final LockTable table;
  private final Workspaces workspaces;
  private final DueLocks dueLocks;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Buffers(
      LockTable table,
      Workspaces workspaces,
      DueLocks dueLocks,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.table = table;
    this.workspaces = workspaces;
    this.dueLocks = dueLocks;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /**
   * A lock as the operator saw it; what is decided of it holds for no later one.
   *
   * @param startedAt when it began
   * @param bufferEndsAt when its buffer ended then
   */
  public record Seen(WorkspaceId workspace, Instant startedAt, Instant bufferEndsAt) {

    private boolean isStill(Lock lock) {
      return lock.startedAt().equals(startedAt) && lock.bufferEndsAt().equals(bufferEndsAt);
    }
  }

  /**
   * Lets a buffer end later; the owner is told, and reminded again.
   *
   * @param by how much later, above 0
   * @return the new end; empty, and nothing is changed, if the workspace is not in its buffer, or
   *     the lock is not as it was seen
   */
  public Optional<Instant> extend(Seen seen, Duration by, Actor operator, String reason) {
    return change(
        seen,
        lock -> lock.bufferEndsAt().plus(by),
        operator,
        Map.of("reason", reason, "by", by.toString()));
  }

  /**
   * Ends a buffer now: the workspace is cleared within moments.
   *
   * @return the new end; empty, and nothing is changed, if the workspace is not in its buffer, or
   *     the lock is not as it was seen
   */
  public Optional<Instant> end(Seen seen, Actor operator, String reason) {
    Instant now = clock.now();
    return change(
        seen,
        // A lock that began this very microsecond has one of buffer.
        lock -> now.isAfter(lock.startedAt()) ? now : lock.startedAt().plusNanos(1000),
        operator,
        Map.of("reason", reason));
  }

  private Optional<Instant> change(
      Seen seen, Function<Lock, Instant> end, Actor operator, Map<String, String> details) {
    return tx.execute(_ -> {
      workspaces.hold(List.of(seen.workspace()));
      Instant now = clock.now();
      Optional<Lock> found =
          table.of(seen.workspace()).filter(lock -> !lock.isFull(now) && seen.isStill(lock));
      found.ifPresent(lock -> move(lock, end.apply(lock), operator, details));
      return found.map(end);
    });
  }

  private void move(Lock lock, Instant end, Actor operator, Map<String, String> details) {
    WorkspaceId id = lock.workspace();
    boolean longer = end.isAfter(lock.bufferEndsAt());
    Instant now = clock.now();
    if (longer) {
      table.extend(id, end, now);
    } else {
      table.shorten(id, end);
    }
    audit.record(
        operator, longer ? "lock.buffer-extended" : "lock.buffer-ended", id.value(), details);
    if (longer) {
      BufferMoved moved = new BufferMoved(id, lock.billingAccount(), lock.cause(), now, end);
      events.publishEvent(new LockEvents(List.of(moved)));
    }
    dueLocks.schedule(lock.startedAt());
  }
}
