package io.countinghouse.workspace;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code workspace.invitation}; those accepted or revoked are open no more. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class InvitationTable {

  private static final String SELECT =
      """
      SELECT i.id, i.workspace_id, i.email, i.role, a.username, i.sending, i.expires_at
        FROM workspace.invitation i JOIN identity.console_account a ON a.id = i.invited_by
       WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL
      """;

  private final JdbcClient jdbc;

  InvitationTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** False when there is an open one for the address in the workspace. */
  boolean insert(
      InvitationId id,
      WorkspaceId workspace,
      EmailAddress email,
      Role role,
      ConsoleAccountId by,
      Instant at,
      Instant expiresAt) {
    return jdbc.sql(
                """
                INSERT INTO workspace.invitation (id, workspace_id, email, role, invited_by, created_at, expires_at)
                VALUES (:id, :workspace, :email, :role, :by, :at, :expiresAt)
                ON CONFLICT DO NOTHING\
                """)
            .param("id", id.value())
            .param("workspace", workspace.value())
            .param("email", email.value())
            .param("role", role.name())
            .param("by", by.value())
            .param("at", SqlTime.utc(at))
            .param("expiresAt", SqlTime.utc(expiresAt))
            .update()
        == 1;
  }

  /** The open ones of a workspace, the newest first, expired ones among them. */
  List<Invitation> open(WorkspaceId workspace) {
    return jdbc.sql(SELECT + "AND i.workspace_id = :workspace ORDER BY i.created_at DESC, i.id")
        .param("workspace", workspace.value())
        .query(InvitationTable::invitation)
        .list();
  }

  /** An open one, locked. */
  Optional<Invitation> lock(InvitationId id) {
    return jdbc.sql(SELECT + "AND i.id = :id FOR UPDATE OF i")
        .param("id", id.value())
        .query(InvitationTable::invitation)
        .optional();
  }

  /** Whether there was such an invitation into a workspace, open or not. */
  boolean was(WorkspaceId workspace, InvitationId id) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM workspace.invitation WHERE id = :id AND workspace_id = :workspace)")
        .param("id", id.value())
        .param("workspace", workspace.value())
        .query((rs, _) -> rs.getBoolean(1))
        .single();
  }

  /** The open one whose link has a token of this hash. */
  Optional<Invitation> byToken(byte[] tokenHash) {
    return jdbc.sql(SELECT + "AND i.token_hash = :hash")
        .param("hash", tokenHash)
        .query(InvitationTable::invitation)
        .optional();
  }

  void setToken(InvitationId id, byte[] tokenHash) {
    jdbc.sql("UPDATE workspace.invitation SET token_hash = :hash WHERE id = :id")
        .param("hash", tokenHash)
        .param("id", id.value())
        .update();
  }

  /** To be sent once more; the links before are void. */
  void sendAgain(InvitationId id, Instant expiresAt) {
    jdbc.sql(
            """
            UPDATE workspace.invitation
               SET sending = sending + 1, token_hash = NULL, expires_at = :expiresAt
             WHERE id = :id\
            """)
        .param("expiresAt", SqlTime.utc(expiresAt))
        .param("id", id.value())
        .update();
  }

  void revoked(InvitationId id, Instant at) {
    jdbc.sql("UPDATE workspace.invitation SET revoked_at = :at WHERE id = :id")
        .param("at", SqlTime.utc(at))
        .param("id", id.value())
        .update();
  }

  /** Takes back those open ones of a workspace that somebody sent; gives them. */
  List<InvitationId> revokeAllOf(WorkspaceId workspace, ConsoleAccountId by, Instant at) {
    return jdbc.sql(
            """
            UPDATE workspace.invitation SET revoked_at = :at
             WHERE workspace_id = :workspace AND invited_by = :by
               AND accepted_at IS NULL AND revoked_at IS NULL
            RETURNING id\
            """)
        .param("at", SqlTime.utc(at))
        .param("workspace", workspace.value())
        .param("by", by.value())
        .query((rs, _) -> new InvitationId(rs.getString("id")))
        .list();
  }

  void accepted(InvitationId id, Instant at) {
    jdbc.sql("UPDATE workspace.invitation SET accepted_at = :at WHERE id = :id")
        .param("at", SqlTime.utc(at))
        .param("id", id.value())
        .update();
  }

  private static Invitation invitation(ResultSet rs, int number) throws SQLException {
    return new Invitation(
        new InvitationId(rs.getString("id")),
        new WorkspaceId(rs.getString("workspace_id")),
        new EmailAddress(rs.getString("email")),
        Role.valueOf(rs.getString("role")),
        rs.getString("username"),
        rs.getInt("sending"),
        SqlTime.instant(rs, "expires_at"));
  }
}
