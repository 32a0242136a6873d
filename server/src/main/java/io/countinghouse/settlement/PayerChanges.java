package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way to change who pays for a workspace: after a full reading, told to whom it concerns.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class PayerChanges {

  private final BindingTable table;
  private final ReadingBeforeChange reading;
  private final Releases releases;
  private final Workspaces workspaces;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  PayerChanges(
      BindingTable table,
      ReadingBeforeChange reading,
      Releases releases,
      Workspaces workspaces,
      AuditTrail audit,
      ApplicationEventPublisher events) {
    this.table = table;
    this.reading = reading;
    this.releases = releases;
    this.workspaces = workspaces;
    this.audit = audit;
    this.events = events;
  }

  /** Gives workspaces another payer, or none, because of what became of a subscription. */
  void change(Collection<WorkspaceId> wanted, @Nullable Payer after, Instant at) {
    change(wanted, after, at, ChangeReason.SUBSCRIPTION);
  }

  /** Gives workspaces another payer from an instant on, or none; dissolved ones are left out. */
  void change(
      Collection<WorkspaceId> wanted, @Nullable Payer after, Instant at, ChangeReason reason) {
    if (wanted.isEmpty()) {
      return;
    }
    reading.readFully(wanted, at);
    start(alive(wanted), after, at, reason);
  }

  /**
   * Gives a workspace another payer, if the one that was looked at still pays.
   *
   * @param before who was found to pay; empty for nobody
   * @return false, and nobody else pays, where that changed meanwhile or the workspace was given up
   *     for good: the caller rolls back
   */
  boolean changeFrom(
      @Nullable Payer before, WorkspaceId workspace, Payer after, Instant at, ChangeReason reason) {
    reading.readFully(List.of(workspace), at);
    List<WorkspaceId> held = alive(List.of(workspace));
    if (held.isEmpty() || !table.open(workspace).equals(Optional.ofNullable(before))) {
      return false;
    }
    start(held, after, at, reason);
    return true;
  }

  /**
   * Leaves workspaces without a payer, for their subscription is over; one that cannot be read does
   * not hold up the others.
   */
  void end(Collection<WorkspaceId> wanted, Instant at) {
    if (!wanted.isEmpty()) {
      reading.readEach(wanted, at);
      start(alive(wanted), null, at, ChangeReason.SUBSCRIPTION);
    }
  }

  /** Of held workspaces. */
  private void start(
      List<WorkspaceId> ids, @Nullable Payer after, Instant at, ChangeReason reason) {
    Map<WorkspaceId, Payer> before = table.open(ids);
    table.end(before.keySet(), at, reason);
    if (after != null) {
      table.start(ids, after, at, reason);
      workspaces.setPlan(ids, Plan.COMMERCIAL);
    }
    List<PayersChanged.Change> changes =
        ids.stream().map(id -> new PayersChanged.Change(id, before.get(id), after)).toList();
    if (!changes.isEmpty()) {
      record(changes, reason);
      events.publishEvent(new PayersChanged(changes, at));
    }
  }

  private List<WorkspaceId> alive(Collection<WorkspaceId> wanted) {
    return workspaces.hold(wanted).entrySet().stream()
        .filter(held -> held.getValue() != LockState.DISSOLVED)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void record(List<PayersChanged.Change> changes, ChangeReason reason) {
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    Map<Optional<Payer>, Map<String, String>> detailsOf = new HashMap<>();
    for (PayersChanged.Change change : changes) {
      details.put(
          change.workspace().value(),
          detailsOf.computeIfAbsent(
              Optional.ofNullable(change.before()),
              _ ->
                  Map.of(
                      "from",
                      ids(change.before()),
                      "to",
                      ids(change.after()),
                      "why",
                      reason.cause().name())));
    }
    audit.recordEach(reason.by(), "binding.changed", details);
  }

  private static String ids(@Nullable Payer payer) {
    return payer == null ? "nobody" : payer.ids();
  }

  /** Keeps for later that an agreement is to pay for a workspace once AWS has confirmed it. */
  void intend(WorkspaceId workspace, Payer.CloudAccount payer, Instant now, ChangeReason reason) {
    table.intend(workspace, payer, now, reason);
    audit.record(
        reason.by(),
        "binding.intended",
        workspace.value(),
        Map.of("to", payer.ids(), "why", reason.cause().name()));
  }

  /**
   * Starts what was intended on an agreement; dropped where a cloud account pays that it may not
   * leave.
   *
   * @param paying the active agreement that pays: the same one, or the one that succeeded it
   */
  void startIntended(AgreementId agreement, AgreementId paying, Instant at) {
    List<BindingTable.Intended> taken = table.takeIntended(agreement);
    // All at once and in one order, as those who report usage lock them.
    reading.readFully(taken.stream().map(BindingTable.Intended::workspace).toList(), at);
    for (BindingTable.Intended intended : taken) {
      if (staysWithItsCloudAccount(intended.workspace())) {
        recordDropped(intended, agreement);
        events.publishEvent(
            new IntendedBindingOvertaken(
                agreement, intended.payer().billingAccount(), intended.workspace(), at));
        continue;
      }
      BillingAccountId holder = intended.payer().billingAccount();
      change(
          List.of(intended.workspace()),
          new Payer.CloudAccount(holder, paying),
          at,
          reason(intended));
      events.publishEvent(new IntendedBindingStarted(paying, holder, intended.workspace(), at));
    }
  }

  /** Who lost its payer since it was asked for is unlocked, which is no change that counts. */
  private ChangeReason reason(BindingTable.Intended intended) {
    ChangeReason asked = intended.reason();
    boolean unlocks =
        asked.cause() == ChangeReason.Cause.CHANGE && table.open(intended.workspace()).isEmpty();
    return unlocks ? new ChangeReason(asked.by(), ChangeReason.Cause.UNLOCK, null) : asked;
  }

  /** A subscription that was renewed, or whose end was disproved, pays for it again meanwhile. */
  private boolean staysWithItsCloudAccount(WorkspaceId workspace) {
    return table.open(workspace).filter(Payer.CloudAccount.class::isInstance).isPresent()
        && !releases.isReleased(workspace);
  }

  private void recordDropped(BindingTable.Intended dropped, AgreementId agreement) {
    audit.record(
        Actor.SYSTEM,
        "binding.intention-dropped",
        dropped.workspace().value(),
        Map.of("agreement", agreement.value()));
  }

  /** Has another agreement of the same holder pay for all that one agreement pays for. */
  void move(AgreementId from, AgreementId to, Instant at) {
    byPayer(table.openOf(from))
        .forEach(
            (payer, ids) -> change(ids, new Payer.CloudAccount(payer.billingAccount(), to), at));
  }

  /** Drops what was intended on an agreement that failed or ended first; gives whose it was. */
  List<WorkspaceId> dropIntended(AgreementId agreement, Instant at) {
    List<BindingTable.Intended> intended = table.takeIntended(agreement);
    for (BindingTable.Intended dropped : intended) {
      recordDropped(dropped, agreement);
      events.publishEvent(
          new IntendedBindingDropped(
              agreement, dropped.payer().billingAccount(), dropped.workspace(), at));
    }
    return intended.stream().map(BindingTable.Intended::workspace).toList();
  }

  /**
   * Binds again, from now, what an agreement lost at an instant or later and nobody pays for since.
   */
  void restore(AgreementId agreement, Instant lostSince, Instant at) {
    byPayer(table.lastOf(agreement, lostSince))
        .forEach((payer, lost) -> {
          reading.readFully(lost, at);
          List<WorkspaceId> ids = alive(lost);
          // Whoever has chosen another payer meanwhile keeps it.
          Map<WorkspaceId, Payer> paid = table.open(ids);
          List<WorkspaceId> unpaid = ids.stream().filter(it -> !paid.containsKey(it)).toList();
          start(unpaid, payer, at, ChangeReason.SUBSCRIPTION);
        });
  }

  private static Map<Payer, List<WorkspaceId>> byPayer(List<BindingTable.Bound> bound) {
    Map<Payer, List<WorkspaceId>> ids = new LinkedHashMap<>();
    for (BindingTable.Bound one : bound) {
      ids.computeIfAbsent(one.payer(), _ -> new ArrayList<>()).add(one.workspace());
    }
    return ids;
  }
}
