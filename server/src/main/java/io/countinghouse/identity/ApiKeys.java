package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlTime;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The API keys, stored by their keyed hash alone. */
@Component
public class ApiKeys {

  private static final String PREFIX = "chk_";

  private final JdbcClient jdbc;
  private final BearerTokens tokens;
  private final BusinessClock clock;
  private final AuditTrail audit;

  ApiKeys(JdbcClient jdbc, BearerTokens tokens, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Makes a key.
   *
   * @param name what people call it, not empty
   * @return the key, shown this once
   */
  @Transactional
  public String issue(String name) {
    String plain = tokens.next(PREFIX);
    store(name, plain);
    return plain;
  }

  /** Stores a key that was made elsewhere, unless it is there already, revoked or not. */
  @Transactional
  void store(String name, String plain) {
    String id = Ids.next("apik");
    int rows =
        jdbc.sql(
                """
                INSERT INTO identity.api_key (id, name, key_hash, created_at)
                VALUES (:id, :name, :keyHash, :createdAt)
                ON CONFLICT (key_hash) DO NOTHING\
                """)
            .param("id", id)
            .param("name", name)
            .param("keyHash", hashOf(plain))
            .param("createdAt", SqlTime.utc(clock.now()))
            .update();
    if (rows == 1) {
      audit.record(Actor.SYSTEM, "api-key.created", id, Map.of("name", name));
    }
  }

  /** The key that a caller presents; empty when it is unknown or revoked. */
  public Optional<ApiKey> authenticate(String plain) {
    if (!isWellFormed(plain)) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            SELECT id, name FROM identity.api_key WHERE key_hash = :keyHash AND revoked_at IS NULL\
            """)
        .param("keyHash", hashOf(plain))
        .query((rs, _) -> new ApiKey(rs.getString("id"), rs.getString("name")))
        .optional();
  }

  /**
   * Ends a key at once.
   *
   * @param id the key's id
   * @return false when there is no such key or it was revoked before
   */
  @Transactional
  public boolean revoke(Actor by, String id) {
    int rows =
        jdbc.sql(
                """
                UPDATE identity.api_key SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL\
                """)
            .param("id", id)
            .param("now", SqlTime.utc(clock.now()))
            .update();
    if (rows == 1) {
      audit.record(by, "api-key.revoked", id, Map.of());
    }
    return rows == 1;
  }

  static boolean isWellFormed(String plain) {
    return BearerTokens.isWellFormed(PREFIX, plain);
  }

  private byte[] hashOf(String plain) {
    return tokens.hashOf("API key", plain);
  }
}
