package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets the owner of a workspace, and nobody else, into the Billing Center without signing in again
 * (facts, §5). A token is good once, for a minute, for one console account, workspace and target;
 * only its hash is stored, and using it removes it. In the caller's transaction; wall time.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class BillingEntries {

  /** How long an entry waits to be used. */
  public static final Duration LIFE = Duration.ofMinutes(1);

  private static final int TOKEN_BYTES = 32;

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final Clock wallClock;
  private final SecureRandom random = new SecureRandom();

  BillingEntries(JdbcClient jdbc, AuditTrail audit, Clock wallClock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.wallClock = wallClock;
  }

  /** Where an entry leads to. */
  public enum Target {
    /** 工作空间管理. */
    WORKSPACES,
    /** 更改结算方式 of the workspace. */
    SETTLEMENT,
    /** 充值. */
    WALLET
  }

  /** An entry that was used: who gets in as whom, and where to. */
  public record Entry(BillingAccountId account, WorkspaceId workspace, Target target) {}

  /**
   * Makes a token for the owner of a workspace.
   *
   * @return the token, never stored; empty for anybody else, and where the workspace was opened
   *     under no billing account
   */
  public Optional<String> issue(WorkspaceId workspace, ConsoleAccountId owner, Target target) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = wallClock.instant();
    jdbc.sql("DELETE FROM workspace.billing_entry WHERE expires_at < :now")
        .param("now", SqlTime.utc(now))
        .update();
    int rows =
        jdbc.sql(
                """
                INSERT INTO workspace.billing_entry (token_hash, workspace_id, console_account_id, billing_account_id,
                                                     target, expires_at)
                SELECT :hash, w.id, m.console_account_id, w.billing_account_id, :target, :expires
                  FROM workspace.workspace w
                  JOIN workspace.member m ON m.workspace_id = w.id AND m.role = 'OWNER'
                 WHERE w.id = :workspace AND m.console_account_id = :owner AND w.billing_account_id IS NOT NULL\
                """)
            .param("hash", hash(token))
            .param("target", target.name())
            .param("expires", SqlTime.utc(now.plus(LIFE)))
            .param("workspace", workspace.value())
            .param("owner", owner.value())
            .update();
    return rows == 1 ? Optional.of(token) : Optional.empty();
  }

  /**
   * Uses a token up.
   *
   * @param who is signed in to the console in the browser that shows the token
   * @return empty when it was used, is too old or was made for somebody else, or who it was made
   *     for does not own the workspace any more
   */
  public Optional<Entry> use(String token, ConsoleAccountId who) {
    Optional<Entry> entry =
        jdbc.sql(
                """
                DELETE FROM workspace.billing_entry e USING workspace.member m
                 WHERE e.token_hash = :hash AND e.console_account_id = :who AND e.expires_at > :now
                   AND m.workspace_id = e.workspace_id AND m.console_account_id = e.console_account_id
                   AND m.role = 'OWNER'
                RETURNING e.billing_account_id, e.workspace_id, e.target\
                """)
            .param("hash", hash(token))
            .param("who", who.value())
            .param("now", SqlTime.utc(wallClock.instant()))
            .query((rs, _) ->
                new Entry(
                    new BillingAccountId(rs.getString("billing_account_id")),
                    new WorkspaceId(rs.getString("workspace_id")),
                    Target.valueOf(rs.getString("target"))))
            .optional();
    entry.ifPresent(it ->
        audit.record(
            Actor.customer(who),
            "billing-center.entered",
            it.account().value(),
            Map.of("workspace", it.workspace().value())));
    return entry;
  }

  /** Of 256 random bits: a plain hash cannot be guessed. */
  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
