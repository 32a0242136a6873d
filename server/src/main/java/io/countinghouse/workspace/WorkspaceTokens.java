package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.BearerTokens;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tokens by which data planes name a workspace, stored by their keyed hash alone. */
@Component
public class WorkspaceTokens {

  private static final String PREFIX = "wtk_";

  /**
   * A token as people see it later; the token itself is not kept.
   *
   * @param id names it, {@code wtok_…}; not secret
   * @param revokedAt when it ended; empty while it holds
   */
  public record Known(String id, Instant createdAt, @Nullable Instant revokedAt) {}

  private final JdbcClient jdbc;
  private final BearerTokens tokens;
  private final BusinessClock clock;
  private final AuditTrail audit;

  WorkspaceTokens(JdbcClient jdbc, BearerTokens tokens, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Makes a token of a workspace, beside those it has.
   *
   * @param by who asks for it; the caller has checked that they may
   * @return the token, shown this once
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public String issue(Actor by, WorkspaceId workspace) {
    String id = Ids.next("wtok");
    String plain = tokens.next(PREFIX);
    jdbc.sql(
            """
            INSERT INTO workspace.token (id, workspace_id, token_hash, created_at)
            VALUES (:id, :workspace, :hash, :now)\
            """)
        .param("id", id)
        .param("workspace", workspace.value())
        .param("hash", hash(plain))
        .param("now", SqlTime.utc(clock.now()))
        .update();
    audit.record(by, "workspace.token-created", workspace.value(), Map.of("token", id));
    return plain;
  }

  /**
   * Ends a token; data planes refuse it within a second.
   *
   * @param id the token's id
   * @return false when the workspace has no such token or it ended before
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean revoke(Actor by, WorkspaceId workspace, String id) {
    int rows =
        jdbc.sql(
                """
                UPDATE workspace.token SET revoked_at = greatest(:now, created_at)
                 WHERE id = :id AND workspace_id = :workspace AND revoked_at IS NULL\
                """)
            .param("id", id)
            .param("workspace", workspace.value())
            .param("now", SqlTime.utc(clock.now()))
            .update();
    if (rows == 1) {
      audit.record(by, "workspace.token-revoked", workspace.value(), Map.of("token", id));
    }
    return rows == 1;
  }

  /** The tokens of a workspace, the newest first. */
  public List<Known> of(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT id, created_at, revoked_at FROM workspace.token
             WHERE workspace_id = :workspace ORDER BY created_at DESC, id\
            """)
        .param("workspace", workspace.value())
        .query((rs, _) ->
            new Known(
                rs.getString("id"),
                SqlTime.instant(rs, "created_at"),
                SqlTime.optional(rs, "revoked_at").orElse(null)))
        .list();
  }

  /** What a presented token is kept as; empty when it has not the form of one. */
  public Optional<byte[]> hashOf(String presented) {
    return BearerTokens.isWellFormed(PREFIX, presented)
        ? Optional.of(hash(presented))
        : Optional.empty();
  }

  private byte[] hash(String plain) {
    return tokens.hashOf("workspace token", plain);
  }
}
