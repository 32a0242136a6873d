package io.countinghouse.identity;

import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code identity.second_factor} and {@code identity.recovery_code}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class SecondFactorTable {

  private final JdbcClient jdbc;

  SecondFactorTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param secret encrypted
   * @param confirmed whether its owner has shown a code of it
   */
  // Rows are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(byte[] secret, long lastStep, boolean confirmed, Instant createdAt) {}

  /** The row of an account, locked: of two tries at once, one sees what the other used up. */
  Optional<Row> lock(String account) {
    return jdbc.sql(
            """
            SELECT secret, last_step, confirmed_at IS NOT NULL AS confirmed, created_at
              FROM identity.second_factor WHERE account_id = :account FOR UPDATE\
            """)
        .param("account", account)
        .query((rs, _) ->
            new Row(
                rs.getBytes("secret"),
                rs.getLong("last_step"),
                rs.getBoolean("confirmed"),
                SqlTime.instant(rs, "created_at")))
        .optional();
  }

  /** Stores a secret to be confirmed, in the place of one that was not. */
  void put(String account, byte[] secret, Instant at) {
    jdbc.sql(
            """
            INSERT INTO identity.second_factor (account_id, secret, created_at) VALUES (:account, :secret, :at)
            ON CONFLICT (account_id) DO UPDATE SET secret = :secret, created_at = :at, last_step = 0
             WHERE second_factor.confirmed_at IS NULL\
            """)
        .param("account", account)
        .param("secret", secret)
        .param("at", SqlTime.utc(at))
        .update();
  }

  void confirm(String account, Instant at) {
    jdbc.sql("UPDATE identity.second_factor SET confirmed_at = :at WHERE account_id = :account")
        .param("account", account)
        .param("at", SqlTime.utc(at))
        .update();
  }

  void used(String account, long step) {
    jdbc.sql("UPDATE identity.second_factor SET last_step = :step WHERE account_id = :account")
        .param("account", account)
        .param("step", step)
        .update();
  }

  boolean isOn(String account) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM identity.second_factor
                            WHERE account_id = :account AND confirmed_at IS NOT NULL)\
            """)
        .param("account", account)
        .query(Boolean.class)
        .single();
  }

  boolean delete(String account) {
    return jdbc.sql("DELETE FROM identity.second_factor WHERE account_id = :account")
            .param("account", account)
            .update()
        == 1;
  }

  void replaceRecoveryCodes(String account, List<byte[]> hashes) {
    jdbc.sql("DELETE FROM identity.recovery_code WHERE account_id = :account")
        .param("account", account)
        .update();
    for (byte[] hash : hashes) {
      jdbc.sql(
              "INSERT INTO identity.recovery_code (account_id, code_hash) VALUES (:account, :hash)")
          .param("account", account)
          .param("hash", hash)
          .update();
    }
  }

  /** Uses a recovery code up; false when there is none such left. */
  boolean useRecoveryCode(String account, byte[] hash, Instant at) {
    return jdbc.sql(
                """
                UPDATE identity.recovery_code SET used_at = :at
                 WHERE account_id = :account AND code_hash = :hash AND used_at IS NULL\
                """)
            .param("account", account)
            .param("hash", hash)
            .param("at", SqlTime.utc(at))
            .update()
        == 1;
  }

  int recoveryCodesLeft(String account) {
    return jdbc.sql(
            """
            SELECT count(*) FROM identity.recovery_code
             WHERE account_id = :account AND used_at IS NULL\
            """)
        .param("account", account)
        .query(Integer.class)
        .single();
  }
}
