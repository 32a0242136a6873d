package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is in a workspace, and what as. There is exactly one owner: the owner can neither leave nor
 * be removed nor lose the role, but hands it over.
 */
@Service
public class Members {

  private final JdbcClient jdbc;
  private final Workspaces workspaces;
  private final InvitationTable invitations;
  private final BusinessClock clock;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  Members(
      JdbcClient jdbc,
      Workspaces workspaces,
      InvitationTable invitations,
      BusinessClock clock,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.jdbc = jdbc;
    this.workspaces = workspaces;
    this.invitations = invitations;
    this.clock = clock;
    this.audit = audit;
    this.tx = tx;
  }

  /** What came of a change. */
  public enum Outcome {
    DONE,
    /** Whoever asked may not do this. */
    NOT_ALLOWED,
    /** The one it is about is not in the workspace. */
    NO_MEMBER,
    /** The owner is left alone: hand the workspace over first. */
    IS_OWNER
  }

  /** The members, the owner first, then by name. */
  public List<Member> of(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT a.id, a.username, a.email, m.role, m.created_at
              FROM workspace.member m JOIN identity.console_account a ON a.id = m.console_account_id
             WHERE m.workspace_id = :workspace
             ORDER BY m.role <> 'OWNER', lower(a.username)\
            """)
        .param("workspace", workspace.value())
        .query((rs, _) ->
            new Member(
                new ConsoleAccountId(rs.getString("id")),
                rs.getString("username"),
                rs.getString("email"),
                Role.valueOf(rs.getString("role")),
                SqlTime.instant(rs, "created_at")))
        .list();
  }

  /**
   * Gives a member another role. Making somebody the owner hands the workspace over: the owner of
   * before is an administrator from then on. Who may invite nobody any more has the own invitations
   * taken back.
   */
  public Outcome changeRole(
      WorkspaceId workspace, ConsoleAccountId by, ConsoleAccountId member, Role role) {
    Permission needed = role == Role.OWNER ? Permission.HAND_OVER : Permission.MANAGE_MEMBERS;
    return tx.execute(_ -> {
      lock(workspace);
      Optional<Outcome> refused = refusal(workspace, by, needed, member);
      if (refused.isPresent()) {
        return refused.get();
      }
      if (role == Role.OWNER) {
        set(workspace, by, by, Role.ADMINISTRATOR);
      }
      set(workspace, by, member, role);
      return Outcome.DONE;
    });
  }

  /** Takes a member out of a workspace, and the member's open invitations back. */
  public Outcome remove(WorkspaceId workspace, ConsoleAccountId by, ConsoleAccountId member) {
    return tx.execute(_ -> {
      lock(workspace);
      Optional<Outcome> refused = refusal(workspace, by, Permission.MANAGE_MEMBERS, member);
      if (refused.isPresent()) {
        return refused.get();
      }
      delete(workspace, member);
      record(by, "member.removed", workspace, member, Map.of());
      revokeInvitations(workspace, by, member);
      return Outcome.DONE;
    });
  }

  /** Leaves a workspace; the member's open invitations are taken back. */
  public Outcome leave(WorkspaceId workspace, ConsoleAccountId member) {
    return tx.execute(_ -> {
      lock(workspace);
      Optional<Outcome> refused = refusal(workspace, member, Permission.VIEW_WORKSPACE, member);
      if (refused.isPresent()) {
        return refused.get();
      }
      delete(workspace, member);
      record(member, "member.left", workspace, member, Map.of());
      revokeInvitations(workspace, member, member);
      return Outcome.DONE;
    });
  }

  /** Adds somebody of the same site, in the caller's transaction; who is in already stays as is. */
  void add(WorkspaceId workspace, ConsoleAccountId account, Role role) {
    int rows =
        jdbc.sql(
                """
                INSERT INTO workspace.member (workspace_id, console_account_id, role, created_at)
                SELECT w.id, a.id, :role, :at
                  FROM workspace.workspace w JOIN identity.console_account a ON a.site = w.site
                 WHERE w.id = :workspace AND a.id = :account
                ON CONFLICT (workspace_id, console_account_id) DO NOTHING\
                """)
            .param("workspace", workspace.value())
            .param("account", account.value())
            .param("role", role.name())
            .param("at", SqlTime.utc(clock.now()))
            .update();
    if (rows == 1) {
      record(account, "member.joined", workspace, account, Map.of("role", role.name()));
    }
  }

  /**
   * Changes of one workspace's members come one after another, in the caller's transaction. Who
   * joins meanwhile holds the invitation and need not wait.
   */
  void lock(WorkspaceId workspace) {
    workspaces.hold(List.of(workspace));
  }

  private Optional<Outcome> refusal(
      WorkspaceId workspace, ConsoleAccountId by, Permission needed, ConsoleAccountId member) {
    if (workspaces.role(workspace, by).filter(role -> role.may(needed)).isEmpty()) {
      return Optional.of(Outcome.NOT_ALLOWED);
    }
    Optional<Role> role = workspaces.role(workspace, member);
    if (role.isEmpty()) {
      return Optional.of(Outcome.NO_MEMBER);
    }
    return role.get() == Role.OWNER ? Optional.of(Outcome.IS_OWNER) : Optional.empty();
  }

  private void set(WorkspaceId workspace, ConsoleAccountId by, ConsoleAccountId member, Role role) {
    jdbc.sql(
            """
            UPDATE workspace.member SET role = :role
             WHERE workspace_id = :workspace AND console_account_id = :member\
            """)
        .param("role", role.name())
        .param("workspace", workspace.value())
        .param("member", member.value())
        .update();
    record(by, "member.role-changed", workspace, member, Map.of("role", role.name()));
    if (!role.may(Permission.MANAGE_MEMBERS)) {
      revokeInvitations(workspace, by, member);
    }
  }

  /** Nobody brings others in, or an own second account, who may not do so any more. */
  private void revokeInvitations(
      WorkspaceId workspace, ConsoleAccountId by, ConsoleAccountId member) {
    for (InvitationId id : invitations.revokeAllOf(workspace, member, clock.now())) {
      audit.record(
          Actor.customer(by),
          "invitation.revoked",
          workspace.value(),
          Map.of("invitation", id.value(), "invitedBy", member.value()));
    }
  }

  private void delete(WorkspaceId workspace, ConsoleAccountId member) {
    jdbc.sql(
            """
            DELETE FROM workspace.member
             WHERE workspace_id = :workspace AND console_account_id = :member\
            """)
        .param("workspace", workspace.value())
        .param("member", member.value())
        .update();
  }

  private void record(
      ConsoleAccountId by,
      String action,
      WorkspaceId workspace,
      ConsoleAccountId member,
      Map<String, String> more) {
    Map<String, String> details = new TreeMap<>(more);
    details.put("member", member.value());
    audit.record(Actor.customer(by), action, workspace.value(), details);
  }
}
