package io.countinghouse.locking;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Intentions;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.LockStates;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives locked workspaces up for good, at their owners' wish (product facts, 7). */
@Service
public class Dissolutions {

  private final Workspaces workspaces;
  private final LockStates states;
  private final LockTable table;
  private final Intentions intentions;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Dissolutions(
      Workspaces workspaces,
      LockStates states,
      LockTable table,
      Intentions intentions,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.workspaces = workspaces;
    this.states = states;
    this.table = table;
    this.intentions = intentions;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    /** Only the owner may. */
    NOT_ALLOWED,
    /** It is open, fully locked, or dissolved already. */
    NOT_IN_BUFFER,
    /** What was typed is not its name. */
    OTHER_NAME
  }

  /**
   * Dissolves a workspace that is in its buffer; it cannot be undone.
   *
   * @param by who asks for it
   * @param name the workspace's name, as typed
   */
  public Outcome dissolve(WorkspaceId id, ConsoleAccountId by, String name) {
    return tx.execute(status -> {
      // First of all, as the start of an intended binding takes the two.
      intentions.drop(id, Actor.customer(by));
      workspaces.hold(List.of(id));
      Outcome outcome = dissolveHeld(id, by, name.strip());
      if (outcome != Outcome.DONE) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }

  private Outcome dissolveHeld(WorkspaceId id, ConsoleAccountId by, String name) {
    if (workspaces.role(id, by).filter(role -> role.may(Permission.DISSOLVE)).isEmpty()) {
      return Outcome.NOT_ALLOWED;
    }
    Instant now = clock.now();
    Optional<Lock> lock = table.of(id).filter(it -> !it.isFull(now));
    if (lock.isEmpty()) {
      return Outcome.NOT_IN_BUFFER;
    }
    if (!workspaces.get(id).name().equals(name)) {
      return Outcome.OTHER_NAME;
    }
    states.move(List.of(id), LockState.LOCKED, LockState.DISSOLVED);
    table.end(List.of(id), LockTable.End.DISSOLUTION, now);
    audit.record(Actor.customer(by), "workspace.dissolved", id.value(), Map.of());
    events.publishEvent(
        new LockEvents(List.of(new WorkspaceDissolved(id, lock.get().billingAccount(), now))));
    return Outcome.DONE;
  }
}
