package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The billing accounts; their usernames are unique over all sites. */
@Component
public class BillingAccounts {

  private final JdbcClient jdbc;
  private final PasswordHasher passwords;
  private final BusinessClock clock;
  private final AuditTrail audit;

  BillingAccounts(
      JdbcClient jdbc, PasswordHasher passwords, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.clock = clock;
    this.audit = audit;
  }

  /** What came of making an account. */
  public sealed interface CreateOutcome {

    record Created(BillingAccount account) implements CreateOutcome {}

    /** Another billing account has this username. */
    record UsernameTaken() implements CreateOutcome {}
  }

  private record Row(BillingAccount account, String passwordHash) {}

  /** Makes an account in the caller's transaction, which stays usable whatever the outcome. */
  @Transactional(propagation = Propagation.MANDATORY)
  public CreateOutcome create(NewBillingAccount wanted) {
    BillingAccount account =
        new BillingAccount(
            BillingAccountId.next(),
            wanted.username().value(),
            wanted.email().value(),
            wanted.phone(),
            wanted.company().name(),
            wanted.site(),
            wanted.currency(),
            wanted.language());
    if (insert(account, wanted) == 0) {
      return new CreateOutcome.UsernameTaken();
    }
    audit.record(
        Actor.billing(account.id()),
        "billing-account.created",
        account.id().value(),
        Map.of("site", account.site().value(), "username", account.username()));
    return new CreateOutcome.Created(account);
  }

  private int insert(BillingAccount account, NewBillingAccount wanted) {
    return jdbc.sql(
            """
            INSERT INTO identity.billing_account
                   (id, username, email, phone, company, industry, region, introduction, contact, site, currency,
                    language, password_hash, created_at)
            VALUES (:id, :username, :email, :phone, :company, :industry, :region, :introduction, :contact, :site, :currency,
                    :language, :passwordHash, :createdAt)
            ON CONFLICT (lower(username)) DO NOTHING\
            """)
        .param("id", account.id().value())
        .param("username", account.username())
        .param("email", account.email())
        .param("phone", account.phone())
        .param("company", account.company())
        .param("industry", wanted.company().industry())
        .param("region", wanted.company().region())
        .param("introduction", wanted.company().introduction())
        .param("contact", wanted.company().contact())
        .param("site", account.site().value())
        .param("currency", account.currency().getCurrencyCode())
        .param("language", account.language().code())
        .param("passwordHash", wanted.passwordHash().value())
        .param("createdAt", SqlTime.utc(clock.now()))
        .update();
  }

  public Optional<BillingAccount> find(BillingAccountId id) {
    return jdbc.sql(
            """
            SELECT id, username, email, phone, company, site, currency, language
              FROM identity.billing_account WHERE id = :id\
            """)
        .param("id", id.value())
        .query(BillingAccounts::account)
        .optional();
  }

  /** Those of the ids that exist, in one query. */
  public List<BillingAccount> all(Collection<BillingAccountId> ids) {
    return jdbc.sql(
            """
            SELECT id, username, email, phone, company, site, currency, language
              FROM identity.billing_account WHERE id = %s\
            """
                .formatted(SqlIds.ANY))
        .param("ids", ids.stream().map(BillingAccountId::value).toArray(String[]::new))
        .query(BillingAccounts::account)
        .list();
  }

  /** The account of a username, in whatever case. */
  public Optional<BillingAccount> byUsername(String username) {
    return rowOf(username).map(Row::account);
  }

  /** The account that a username and a password belong to; takes as long when there is none. */
  public Optional<BillingAccount> authenticate(String username, String password) {
    Optional<Row> row = rowOf(username);
    boolean right = passwords.matches(password, row.map(Row::passwordHash));
    return right ? row.map(Row::account) : Optional.empty();
  }

  private Optional<Row> rowOf(String username) {
    return jdbc.sql(
            """
            SELECT id, username, email, phone, company, site, currency, language, password_hash
              FROM identity.billing_account WHERE lower(username) = lower(:username)\
            """)
        .param("username", username.strip())
        .query((rs, number) -> new Row(account(rs, number), rs.getString("password_hash")))
        .optional();
  }

  /** Whether an account has this username, in whatever case. */
  public boolean usernameTaken(String username) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM identity.billing_account WHERE lower(username) = lower(:username))\
            """)
        .param("username", username.strip())
        .query(Boolean.class)
        .single();
  }

  private static BillingAccount account(ResultSet rs, int number) throws SQLException {
    return new BillingAccount(
        new BillingAccountId(rs.getString("id")),
        rs.getString("username"),
        rs.getString("email"),
        rs.getString("phone"),
        rs.getString("company"),
        new SiteId(rs.getString("site")),
        Currency.getInstance(rs.getString("currency")),
        Language.ofCode(rs.getString("language")).orElseThrow());
  }
}
