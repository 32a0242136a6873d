package io.countinghouse.locking;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayerChanged;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A commercial workspace that loses its payer is locked; it is unlocked at once when somebody pays
 * again.
 */
@Repository
@EnableConfigurationProperties(LockingSettings.class)
@Transactional(propagation = Propagation.MANDATORY)
public class Locks {

  private final JdbcClient jdbc;
  private final Workspaces workspaces;
  private final LockingSettings settings;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  Locks(
      JdbcClient jdbc,
      Workspaces workspaces,
      LockingSettings settings,
      AuditTrail audit,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.workspaces = workspaces;
    this.settings = settings;
    this.audit = audit;
    this.events = events;
  }

  /** The lock that is on a workspace now. */
  public Optional<Lock> of(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT workspace_id, started_at, buffer_ends_at FROM locking.lock
             WHERE workspace_id = :workspace AND ended_at IS NULL\
            """)
        .param("workspace", workspace.value())
        .query((rs, _) ->
            new Lock(
                workspace,
                SqlTime.instant(rs, "started_at"),
                SqlTime.instant(rs, "buffer_ends_at")))
        .optional();
  }

  @EventListener
  void on(PayerChanged changed) {
    boolean locked = of(changed.workspace()).isPresent();
    if (changed.after() != null && locked) {
      unlock(changed.workspace(), changed.at(), "a payer was bound");
    } else if (changed.after() == null
        && !locked
        && workspaces.get(changed.workspace()).plan() == Plan.COMMERCIAL) {
      lock(changed.workspace(), changed.before(), changed.at());
    }
  }

  private void lock(WorkspaceId workspace, @Nullable Payer lost, Instant at) {
    Instant bufferEndsAt = at.plus(settings.buffer());
    jdbc.sql(
            """
            INSERT INTO locking.lock (id, workspace_id, cause, agreement_id, started_at, buffer_ends_at)
            VALUES (:id, :workspace, 'NO_PAYER', :agreement, :at, :bufferEndsAt)\
            """)
        .param("id", Ids.next("lock"))
        .param("workspace", workspace.value())
        .param(
            "agreement",
            lost instanceof Payer.CloudAccount account ? account.agreement().value() : null)
        .param("at", SqlTime.utc(at))
        .param("bufferEndsAt", SqlTime.utc(bufferEndsAt))
        .update();
    workspaces.lock(workspace);
    audit.record(
        Actor.SYSTEM,
        "workspace.locked",
        workspace.value(),
        Map.of("bufferEndsAt", bufferEndsAt.toString(), "lostPayer", String.valueOf(lost)));
    events.publishEvent(new WorkspaceLocked(workspace, at, bufferEndsAt));
  }

  private void unlock(WorkspaceId workspace, Instant at, String by) {
    int rows =
        jdbc.sql(
                "UPDATE locking.lock SET ended_at = :at, ended_by = :by WHERE workspace_id ="
                    + " :workspace AND ended_at IS NULL")
            .param("at", SqlTime.utc(at))
            .param("by", by)
            .param("workspace", workspace.value())
            .update();
    if (rows != 1) {
      throw new IllegalStateException("workspace " + workspace + " is not locked");
    }
    workspaces.unlock(workspace);
    audit.record(Actor.SYSTEM, "workspace.unlocked", workspace.value(), Map.of("by", by));
    events.publishEvent(new WorkspaceUnlocked(workspace, at));
  }
}
