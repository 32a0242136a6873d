package io.countinghouse.identity;

import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code identity.email_code}; all times are wall time. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EmailCodeTable {

  private static final String COLUMNS =
      "id, purpose, subject, address, requested_at, expires_at, code_hash, tries, used_at";

  private static final List<String> FOR_NEW =
      Stream.of(CodePurpose.values()).filter(CodePurpose::isForNew).map(Enum::name).toList();

  private final JdbcClient jdbc;

  EmailCodeTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param expiresAt empty until the code is made
   * @param codeHash empty until the code is made
   */
  // The hash is compared by KeyedHash alone; rows themselves are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      EmailCodeId id,
      CodePurpose purpose,
      String subject,
      CodeAddress address,
      Instant requestedAt,
      Optional<Instant> expiresAt,
      byte @Nullable [] codeHash,
      int tries,
      boolean used) {}

  /** Requests for one address come one after another until the transaction ends. */
  void lock(CodeAddress address) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('email_code ' || lower(:address), 0))")
        .param("address", address.value())
        .query((_, _) -> true)
        .single();
  }

  /** Requests for codes to new phones for one subject likewise; to be called after the other. */
  void lockNewPhones(String subject) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('new phone ' || :subject, 0))")
        .param("subject", subject)
        .query((_, _) -> true)
        .single();
  }

  /** How many codes to new phones, whichever, were asked for a subject. */
  int toNewPhonesSince(String subject, Instant since) {
    return jdbc.sql(
            """
            SELECT count(*) FROM identity.email_code
             WHERE purpose = 'NEW_PHONE' AND subject = :subject AND requested_at > :since\
            """)
        .param("subject", subject)
        .param("since", SqlTime.utc(since))
        .query(Integer.class)
        .single();
  }

  /** How many codes for one purpose and subject were asked for. */
  int requestedSince(CodePurpose purpose, String subject, CodeAddress address, Instant since) {
    return jdbc.sql(
            """
            SELECT count(*) FROM identity.email_code
             WHERE lower(address) = lower(:address) AND purpose = :purpose AND subject = :subject
               AND requested_at > :since\
            """)
        .param("address", address.value())
        .param("purpose", purpose.name())
        .param("subject", subject)
        .param("since", SqlTime.utc(since))
        .query(Integer.class)
        .single();
  }

  /**
   * How many codes were asked for, whatever for.
   *
   * @param ofNobody whether those are meant that are about the address alone, one of nobody's yet
   *     among them, or all others
   */
  int requestedSince(CodeAddress address, boolean ofNobody, Instant since) {
    return jdbc.sql(
            """
            SELECT count(*) FROM identity.email_code
             WHERE lower(address) = lower(:address) AND requested_at > :since
               AND (subject = '' OR purpose IN (:forNew)) = :ofNobody\
            """)
        .param("address", address.value())
        .param("forNew", FOR_NEW)
        .param("ofNobody", ofNobody)
        .param("since", SqlTime.utc(since))
        .query(Integer.class)
        .single();
  }

  void insert(
      EmailCodeId id,
      CodePurpose purpose,
      String subject,
      CodeAddress address,
      Instant requestedAt) {
    jdbc.sql(
            """
            INSERT INTO identity.email_code (id, purpose, subject, address, requested_at)
            VALUES (:id, :purpose, :subject, :address, :requestedAt)\
            """)
        .param("id", id.value())
        .param("purpose", purpose.name())
        .param("subject", subject)
        .param("address", address.value())
        .param("requestedAt", SqlTime.utc(requestedAt))
        .update();
  }

  /** The newest request of a purpose, subject and address, locked; older ones count no more. */
  Optional<Row> newest(CodePurpose purpose, String subject, CodeAddress address) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                  FROM identity.email_code
                 WHERE purpose = :purpose AND subject = :subject AND lower(address) = lower(:address)
                 ORDER BY requested_at DESC, id LIMIT 1 FOR UPDATE\
                """)
        .param("purpose", purpose.name())
        .param("subject", subject)
        .param("address", address.value())
        .query(EmailCodeTable::row)
        .optional();
  }

  Optional<Row> find(EmailCodeId id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM identity.email_code WHERE id = :id")
        .param("id", id.value())
        .query(EmailCodeTable::row)
        .optional();
  }

  void issued(EmailCodeId id, byte[] codeHash, Instant at, Instant expiresAt) {
    changed(
        jdbc.sql(
                """
                UPDATE identity.email_code
                   SET code_hash = :codeHash, issued_at = :at, expires_at = :expiresAt
                 WHERE id = :id AND used_at IS NULL\
                """)
            .param("id", id.value())
            .param("codeHash", codeHash)
            .param("at", SqlTime.utc(at))
            .param("expiresAt", SqlTime.utc(expiresAt))
            .update(),
        id);
  }

  void tried(EmailCodeId id, int triesBefore) {
    changed(
        jdbc.sql(
                "UPDATE identity.email_code SET tries = tries + 1 WHERE id = :id AND tries = :before")
            .param("id", id.value())
            .param("before", triesBefore)
            .update(),
        id);
  }

  /** Marks a code used that is still good; false when it is not. */
  boolean use(EmailCodeId id, Instant now, int triesMax) {
    return jdbc.sql(
                """
                UPDATE identity.email_code SET used_at = :now
                 WHERE id = :id AND used_at IS NULL AND expires_at > :now AND tries < :triesMax\
                """)
            .param("id", id.value())
            .param("now", SqlTime.utc(now))
            .param("triesMax", triesMax)
            .update()
        == 1;
  }

  private static void changed(int rows, EmailCodeId id) {
    if (rows != 1) {
      throw new IllegalStateException("code " + id + " changed meanwhile");
    }
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    return new Row(
        new EmailCodeId(rs.getString("id")),
        CodePurpose.valueOf(rs.getString("purpose")),
        rs.getString("subject"),
        CodeAddress.ofValue(rs.getString("address")),
        SqlTime.instant(rs, "requested_at"),
        SqlTime.optional(rs, "expires_at"),
        rs.getBytes("code_hash"),
        rs.getInt("tries"),
        SqlTime.optional(rs, "used_at").isPresent());
  }
}
