package io.countinghouse.settlement;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.settlement.SetUpProgress.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code settlement.set_up}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class SetUpTable {

  private static final String SELECT =
      """
      SELECT s.agreement_id, coalesce(b.email, s.email) AS email, s.language, s.billing_account_id, s.registration_id,
             s.reminded_at
        FROM settlement.set_up s LEFT JOIN identity.billing_account b ON b.id = s.billing_account_id
      """;

  private final JdbcClient jdbc;

  SetUpTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores how far a set-up has come. Another address voids the link that was sent to the one
   * before. In a later period of the agreement it begins anew, and was not reminded of.
   *
   * @return whether it is the first that is known of it in this period
   */
  boolean keep(Progress progress, Instant now) {
    BillingAccountId account = progress.account();
    RegistrationId registration = progress.registration();
    return jdbc.sql(
            """
            INSERT INTO settlement.set_up AS s (agreement_id, email, language, billing_account_id, registration_id,
                                                begun_at, changed_at)
            VALUES (:agreement, :email, :language, :account, :registration, :now, :now)
            ON CONFLICT (agreement_id) DO UPDATE
               SET email = excluded.email, language = excluded.language,
                   billing_account_id = excluded.billing_account_id, registration_id = excluded.registration_id,
                   changed_at = excluded.changed_at,
                   link_hash = CASE WHEN s.email = excluded.email THEN s.link_hash END,
                   (begun_at, reminded_at) =
                     (SELECT CASE WHEN s.begun_at < a.period_started_at THEN excluded.begun_at ELSE s.begun_at END,
                             CASE WHEN s.begun_at < a.period_started_at THEN NULL ELSE s.reminded_at END
                        FROM marketplace.agreement a WHERE a.id = s.agreement_id)
            RETURNING begun_at = changed_at\
            """)
        .param("agreement", progress.agreement().value())
        .param("email", progress.email().value())
        .param("language", progress.language().code())
        .param("account", account == null ? null : account.value())
        .param("registration", registration == null ? null : registration.value())
        .param("now", SqlTime.utc(now))
        .query(Boolean.class)
        .single();
  }

  Optional<Progress> find(AgreementId agreement) {
    return jdbc.sql(SELECT + "WHERE s.agreement_id = :agreement")
        .param("agreement", agreement.value())
        .query(SetUpTable::progress)
        .optional();
  }

  Optional<Progress> byLink(byte[] hash) {
    return jdbc.sql(SELECT + "WHERE s.link_hash = :hash")
        .param("hash", hash)
        .query(SetUpTable::progress)
        .optional();
  }

  void setLink(AgreementId agreement, byte[] hash) {
    jdbc.sql("UPDATE settlement.set_up SET link_hash = :hash WHERE agreement_id = :agreement")
        .param("hash", hash)
        .param("agreement", agreement.value())
        .update();
  }

  void reminded(AgreementId agreement, Instant at) {
    jdbc.sql("UPDATE settlement.set_up SET reminded_at = :at WHERE agreement_id = :agreement")
        .param("at", SqlTime.utc(at))
        .param("agreement", agreement.value())
        .update();
  }

  private static Progress progress(ResultSet rs, int row) throws SQLException {
    String account = rs.getString("billing_account_id");
    String registration = rs.getString("registration_id");
    return new Progress(
        new AgreementId(rs.getString("agreement_id")),
        new EmailAddress(rs.getString("email")),
        Language.ofCode(rs.getString("language")).orElseThrow(),
        account == null ? null : new BillingAccountId(account),
        registration == null ? null : new RegistrationId(registration),
        SqlTime.optional(rs, "reminded_at").orElse(null));
  }
}
