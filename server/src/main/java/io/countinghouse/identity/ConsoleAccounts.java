package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The console accounts of all sites. */
@Component
public class ConsoleAccounts {

  private static final String COLUMNS = "id, site, username, email, phone, language, password_hash";

  private final JdbcClient jdbc;
  private final PasswordHasher passwords;
  private final BusinessClock clock;
  private final AuditTrail audit;

  ConsoleAccounts(
      JdbcClient jdbc, PasswordHasher passwords, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.clock = clock;
    this.audit = audit;
  }

  /** What came of making an account. */
  public sealed interface CreateOutcome {

    record Created(ConsoleAccount account) implements CreateOutcome {}

    /** Another account of the site has this username. */
    record UsernameTaken() implements CreateOutcome {}

    /** Another account of the site has this address. */
    record EmailTaken() implements CreateOutcome {}
  }

  private record Row(ConsoleAccount account, String passwordHash) {}

  /**
   * Makes an account in the caller's transaction, which stays usable whatever the outcome. Two at
   * once with the same name or address: the second waits for the first and then learns that it is
   * taken.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public CreateOutcome create(NewConsoleAccount wanted) {
    ConsoleAccount account =
        new ConsoleAccount(
            ConsoleAccountId.next(),
            wanted.site(),
            wanted.username().value(),
            wanted.email().value(),
            wanted.phone(),
            wanted.language());
    if (insert(account, wanted.passwordHash().value()) == 0) {
      return takenBy(account);
    }
    audit.record(
        Actor.customer(account.id()),
        "console-account.created",
        account.id().value(),
        Map.of("site", account.site().value(), "username", account.username()));
    return new CreateOutcome.Created(account);
  }

  private int insert(ConsoleAccount account, String passwordHash) {
    return jdbc.sql(
            """
            INSERT INTO identity.console_account
                   (id, site, username, email, phone, language, password_hash, created_at)
            VALUES (:id, :site, :username, :email, :phone, :language, :passwordHash, :createdAt)
            ON CONFLICT DO NOTHING\
            """)
        .param("id", account.id().value())
        .param("site", account.site().value())
        .param("username", account.username())
        .param("email", account.email())
        .param("phone", account.phone())
        .param("language", account.language().code())
        .param("passwordHash", passwordHash)
        .param("createdAt", SqlTime.utc(clock.now()))
        .update();
  }

  private CreateOutcome takenBy(ConsoleAccount account) {
    if (byName(account.site(), account.username()).isPresent()) {
      return new CreateOutcome.UsernameTaken();
    }
    if (byName(account.site(), account.email()).isPresent()) {
      return new CreateOutcome.EmailTaken();
    }
    throw new IllegalStateException(
        "A console account could not be stored although its username and address are free");
  }

  public Optional<ConsoleAccount> find(ConsoleAccountId id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM identity.console_account WHERE id = :id")
        .param("id", id.value())
        .query(ConsoleAccounts::row)
        .optional()
        .map(Row::account);
  }

  /** The accounts of ids, in any order; unknown ids are left out. */
  public List<ConsoleAccount> all(Collection<ConsoleAccountId> ids) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM identity.console_account WHERE id = " + SqlIds.ANY)
        .param("ids", ids.stream().map(ConsoleAccountId::value).toArray(String[]::new))
        .query((rs, number) -> row(rs, number).account())
        .list();
  }

  /** The account of a username or address on a site. */
  public Optional<ConsoleAccount> byName(SiteId site, String usernameOrEmail) {
    return rowOf(site, usernameOrEmail.strip()).map(Row::account);
  }

  /**
   * The account that a username or address and a password belong to; takes as long when there is
   * none.
   */
  public Optional<ConsoleAccount> authenticate(
      SiteId site, String usernameOrEmail, String password) {
    Optional<Row> row = rowOf(site, usernameOrEmail.strip());
    boolean right = passwords.matches(password, row.map(Row::passwordHash));
    return right ? row.map(Row::account) : Optional.empty();
  }

  /** A username has no {@code @}, so a name is never ambiguous. */
  private Optional<Row> rowOf(SiteId site, String usernameOrEmail) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                  FROM identity.console_account
                 WHERE site = :site AND (lower(username) = lower(:name) OR lower(email) = lower(:name))\
                """)
        .param("site", site.value())
        .param("name", usernameOrEmail)
        .query(ConsoleAccounts::row)
        .optional();
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    ConsoleAccount account =
        new ConsoleAccount(
            new ConsoleAccountId(rs.getString("id")),
            new SiteId(rs.getString("site")),
            rs.getString("username"),
            rs.getString("email"),
            rs.getString("phone"),
            Language.ofCode(rs.getString("language")).orElseThrow());
    return new Row(account, rs.getString("password_hash"));
  }
}
