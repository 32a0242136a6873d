package io.countinghouse.identity;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code identity.registration}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class RegistrationTable {

  private static final String SELECT =
      """
      SELECT r.id, r.site, r.username, r.email, r.phone, r.language, r.password_hash, r.company, r.industry, r.region,
             r.introduction, r.contact, r.console_account_id,
             CASE WHEN r.completed_at IS NOT NULL OR b.sign_in_epoch = r.billing_account_epoch
                  THEN r.billing_account_id END AS billing_account_id
        FROM identity.registration r LEFT JOIN identity.billing_account b ON b.id = r.billing_account_id
       WHERE r.id = :id
      """;

  private final JdbcClient jdbc;

  RegistrationTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(RegistrationId id, AccountDetails account, PasswordHash hash, Instant startedAt) {
    jdbc.sql(
            """
            INSERT INTO identity.registration (id, site, username, email, phone, language, password_hash, started_at)
            VALUES (:id, :site, :username, :email, :phone, :language, :hash, :startedAt)\
            """)
        .param("id", id.value())
        .param("site", account.site().value())
        .param("username", account.username().value())
        .param("email", account.email().value())
        .param("phone", account.phone())
        .param("language", account.language().code())
        .param("hash", hash.value())
        .param("startedAt", SqlTime.utc(startedAt))
        .update();
  }

  /** Overwrites the first step of one that is not completed. */
  void setAccount(RegistrationId id, AccountDetails account, PasswordHash hash) {
    changed(
        jdbc.sql(
                """
                UPDATE identity.registration
                   SET site = :site, username = :username, email = :email, phone = :phone, language = :language,
                       password_hash = :hash,
                       billing_account_id = CASE WHEN username = :username THEN billing_account_id END
                 WHERE id = :id AND completed_at IS NULL\
                """)
            .param("id", id.value())
            .param("site", account.site().value())
            .param("username", account.username().value())
            .param("email", account.email().value())
            .param("phone", account.phone())
            .param("language", account.language().code())
            .param("hash", hash.value())
            .update(),
        id);
  }

  /** Overwrites the second step of one that is not completed: a billing account is made. */
  void setCompany(RegistrationId id, Company company) {
    changed(
        jdbc.sql(
                """
                UPDATE identity.registration
                   SET company = :name, industry = :industry, region = :region, introduction = :introduction,
                       contact = :contact, billing_account_id = NULL
                 WHERE id = :id AND completed_at IS NULL\
                """)
            .param("id", id.value())
            .param("name", company.name())
            .param("industry", company.industry())
            .param("region", company.region())
            .param("introduction", company.introduction())
            .param("contact", company.contact())
            .update(),
        id);
  }

  /**
   * Ties one that is not completed to an existing billing account, until the account's sign-ins are
   * ended: who was shown to be its owner may not be that any more.
   */
  void setExisting(RegistrationId id, BillingAccountId existing) {
    changed(
        jdbc.sql(
                """
                UPDATE identity.registration
                   SET billing_account_id = :existing,
                       billing_account_epoch =
                         (SELECT sign_in_epoch FROM identity.billing_account WHERE id = :existing)
                 WHERE id = :id AND completed_at IS NULL\
                """)
            .param("id", id.value())
            .param("existing", existing.value())
            .update(),
        id);
  }

  void completed(RegistrationId id, ConsoleAccountId made, Instant at) {
    changed(
        jdbc.sql(
                """
                UPDATE identity.registration
                   SET completed_at = :at, console_account_id = :made, password_hash = ''
                 WHERE id = :id AND completed_at IS NULL\
                """)
            .param("id", id.value())
            .param("made", made.value())
            .param("at", SqlTime.utc(at))
            .update(),
        id);
  }

  Optional<Registration> find(RegistrationId id) {
    return jdbc.sql(SELECT)
        .param("id", id.value())
        .query(RegistrationTable::registration)
        .optional();
  }

  /** Nobody else completes it until the transaction ends. */
  Optional<Registration> lock(RegistrationId id) {
    return jdbc.sql(SELECT + "FOR UPDATE OF r")
        .param("id", id.value())
        .query(RegistrationTable::registration)
        .optional();
  }

  private static void changed(int rows, RegistrationId id) {
    if (rows != 1) {
      throw new IllegalStateException("registration " + id + " is completed or was never begun");
    }
  }

  private static Registration registration(ResultSet rs, int number) throws SQLException {
    String existing = rs.getString("billing_account_id");
    String made = rs.getString("console_account_id");
    return new Registration(
        new RegistrationId(rs.getString("id")),
        new SiteId(rs.getString("site")),
        new Username(rs.getString("username")),
        new EmailAddress(rs.getString("email")),
        rs.getString("phone"),
        Language.ofCode(rs.getString("language")).orElseThrow(),
        new PasswordHash(rs.getString("password_hash")),
        company(rs),
        existing == null ? null : new BillingAccountId(existing),
        made == null ? null : new ConsoleAccountId(made));
  }

  private static @Nullable Company company(ResultSet rs) throws SQLException {
    String name = rs.getString("company");
    return name.isEmpty()
        ? null
        : new Company(
            name,
            rs.getString("industry"),
            rs.getString("region"),
            rs.getString("introduction"),
            rs.getString("contact"));
  }
}
