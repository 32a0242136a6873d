package io.countinghouse.locking;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayersChanged;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.LockStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A workspace that loses its payer is locked; it is opened at once when somebody pays again, with
 * its data in the buffer, empty after it.
 */
@Component
@EnableConfigurationProperties(LockingSettings.class)
@Transactional(propagation = Propagation.MANDATORY)
public class Locks {

  private final LockTable table;
  private final LockStates states;
  private final DueLocks dueLocks;
  private final LockingSettings settings;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  Locks(
      LockTable table,
      LockStates states,
      DueLocks dueLocks,
      LockingSettings settings,
      AuditTrail audit,
      ApplicationEventPublisher events) {
    this.table = table;
    this.states = states;
    this.dueLocks = dueLocks;
    this.settings = settings;
    this.audit = audit;
    this.events = events;
  }

  /** The lock that is on a workspace now. */
  public Optional<Lock> of(WorkspaceId workspace) {
    return table.of(workspace);
  }

  @EventListener
  void on(PayersChanged changed) {
    Map<WorkspaceId, Payer> lost = new LinkedHashMap<>();
    Map<WorkspaceId, Payer> paid = new LinkedHashMap<>();
    for (PayersChanged.Change change : changed.changes()) {
      if (change.after() != null) {
        paid.put(change.workspace(), change.after());
      } else if (change.before() != null) {
        lost.put(change.workspace(), change.before());
      }
    }
    List<LockEvent> happened = new ArrayList<>(lock(lost, changed.at()));
    happened.addAll(open(paid, changed.at()));
    if (!happened.isEmpty()) {
      events.publishEvent(new LockEvents(happened));
    }
  }

  private List<LockEvent> lock(Map<WorkspaceId, Payer> lost, Instant at) {
    if (lost.isEmpty()) {
      return List.of();
    }
    Instant bufferEndsAt = at.plus(settings.buffer());
    // Before the workspaces' rows are written: a foreign key locks rows anew that were.
    table.begin(lost, at, bufferEndsAt);
    states.move(lost.keySet(), LockState.OPEN, LockState.LOCKED);
    List<LockEvent> locked = new ArrayList<>();
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    Map<Payer, Map<String, String>> detailsOf = new HashMap<>();
    lost.forEach((workspace, payer) -> {
      locked.add(
          new WorkspaceLocked(
              workspace, payer.billingAccount(), LockTable.causeOf(payer), at, bufferEndsAt));
      details.put(
          workspace.value(),
          detailsOf.computeIfAbsent(
              payer, it -> Map.of("bufferEndsAt", bufferEndsAt.toString(), "lostPayer", it.ids())));
    });
    audit.recordEach(Actor.SYSTEM, "workspace.locked", details);
    dueLocks.schedule(at);
    return locked;
  }

  private List<LockEvent> open(Map<WorkspaceId, Payer> paid, Instant at) {
    List<Lock> locks = table.of(paid.keySet());
    clear(locks.stream().filter(lock -> lock.clearedAt() == null && lock.isFull(at)).toList(), at);
    List<WorkspaceId> inBuffer = new ArrayList<>();
    List<WorkspaceId> cleared = new ArrayList<>();
    List<LockEvent> opened = new ArrayList<>();
    for (Lock lock : locks) {
      WorkspaceId id = lock.workspace();
      BillingAccountId account = Objects.requireNonNull(paid.get(id)).billingAccount();
      if (lock.isFull(at)) {
        cleared.add(id);
        opened.add(new WorkspaceReopened(id, account, at));
      } else {
        inBuffer.add(id);
        opened.add(new WorkspaceUnlocked(id, account, at));
      }
    }
    open(inBuffer, LockState.LOCKED, "workspace.unlocked", at);
    open(cleared, LockState.CLEARED, "workspace.reopened", at);
    return opened;
  }

  /**
   * Clears what nobody has cleared yet though its buffer is over, as everybody was told: whether a
   * workspace opens with its data or empty goes by the time, not by how late this node is.
   */
  private void clear(List<Lock> over, Instant at) {
    if (!over.isEmpty()) {
      dueLocks.clear(over.stream().map(Lock::workspace).toList(), at);
      events.publishEvent(new LockEvents(over.stream().map(lock -> lock.clearedNow(at)).toList()));
    }
  }

  private void open(List<WorkspaceId> ids, LockState from, String action, Instant at) {
    if (ids.isEmpty()) {
      return;
    }
    states.move(ids, from, LockState.OPEN);
    table.end(ids, LockTable.End.PAYER, at);
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    ids.forEach(id -> details.put(id.value(), Map.of()));
    audit.recordEach(Actor.SYSTEM, action, details);
  }
}
