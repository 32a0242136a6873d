package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private final Workspaces workspaces;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  PayerChanges(
      BindingTable table,
      ReadingBeforeChange reading,
      Workspaces workspaces,
      AuditTrail audit,
      ApplicationEventPublisher events) {
    this.table = table;
    this.reading = reading;
    this.workspaces = workspaces;
    this.audit = audit;
    this.events = events;
  }

  /** Gives workspaces another payer from an instant on, or none. */
  void change(Collection<WorkspaceId> ids, @Nullable Payer after, Instant at) {
    reading.readFully(ids, at);
    for (WorkspaceId workspace : ids) {
      Payer before = table.open(workspace).orElse(null);
      if (before != null) {
        table.end(workspace, at);
      }
      if (after != null) {
        table.start(workspace, after, at);
        workspaces.setPlan(workspace, Plan.COMMERCIAL);
      }
      audit.record(
          Actor.SYSTEM,
          "binding.changed",
          workspace.value(),
          Map.of("from", String.valueOf(before), "to", String.valueOf(after)));
      events.publishEvent(new PayerChanged(workspace, before, after, at));
    }
  }

  /** Keeps for later that an agreement is to pay for a workspace once AWS has confirmed it. */
  void intend(WorkspaceId workspace, Payer.CloudAccount payer, Instant now) {
    table.intend(workspace, payer, now);
  }

  /** Starts what was intended on an agreement. */
  void startIntended(AgreementId agreement, Instant at) {
    for (BindingTable.Bound intended : table.takeIntended(agreement)) {
      change(List.of(intended.workspace()), intended.payer(), at);
    }
  }

  /** Drops what was intended on an agreement that failed or ended first. */
  void dropIntended(AgreementId agreement) {
    for (BindingTable.Bound dropped : table.takeIntended(agreement)) {
      audit.record(
          Actor.SYSTEM,
          "binding.intention-dropped",
          dropped.workspace().value(),
          Map.of("agreement", agreement.value()));
      events.publishEvent(
          new IntendedBindingDropped(
              agreement, dropped.payer().billingAccount(), dropped.workspace()));
    }
  }

  /**
   * Binds again, from now, what an agreement lost at an instant or later and nobody pays for since.
   */
  void restore(AgreementId agreement, Instant lostSince, Instant at) {
    for (BindingTable.Bound lost : table.lastOf(agreement, lostSince)) {
      change(List.of(lost.workspace()), lost.payer(), at);
    }
  }
}
