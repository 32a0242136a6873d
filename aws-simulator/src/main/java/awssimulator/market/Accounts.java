package awssimulator.market;

import awssimulator.clock.BusinessClock;
import awssimulator.settings.SimulatorSettings;
import awssimulator.settings.SimulatorSettings.AccountSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The buyers' AWS accounts. */
@Component
public final class Accounts {
  private static final int NAME_LENGTH_MAX = 100;
  private static final int CUSTOMER_IDENTIFIER_LENGTH = 11;

  private final Database database;
  private final BusinessClock clock;

  Accounts(Database database, BusinessClock clock, SimulatorSettings settings) {
    this.database = database;
    this.clock = clock;
    database.run(() -> {
      for (AccountSettings account : settings.accounts()) {
        if (find(account.id()).isEmpty()) {
          insert(account.id(), account.name());
        }
      }
    });
  }

  /**
   * Makes an account.
   *
   * @throws MarketRefusal INVALID if the name is empty or longer than 100 characters
   */
  public Account create(String name) {
    String trimmed = name.strip();
    if (trimmed.isEmpty() || trimmed.length() > NAME_LENGTH_MAX) {
      throw new MarketRefusal(
          MarketRefusal.Reason.INVALID, "The name of an account has 1 to 100 characters");
    }
    return database.transact(() -> insert(freeAccountId(), trimmed));
  }

  private String freeAccountId() {
    String id = Ids.accountId();
    while (find(id).isPresent()) {
      id = Ids.accountId();
    }
    return id;
  }

  private Account insert(String id, String name) {
    Account account = new Account(id, name, Ids.alphanumeric(CUSTOMER_IDENTIFIER_LENGTH), false);
    database
        .sql()
        .sql(
            """
            INSERT INTO account (account_id, name, customer_identifier, created_at)
            VALUES (:id, :name, :customer, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("customer", account.customerIdentifier())
        .param("now", clock.instant().toEpochMilli())
        .update();
    return account;
  }

  /** All accounts in the order of their making. */
  public List<Account> all() {
    return database.transact(() ->
        database
            .sql()
            .sql("SELECT * FROM account ORDER BY created_at, rowid")
            .query((row, _) -> account(row))
            .list());
  }

  /** The account with that id. */
  public Optional<Account> find(String accountId) {
    return by("account_id", accountId);
  }

  /** The account with that customer identifier. */
  public Optional<Account> findByCustomerIdentifier(String customerIdentifier) {
    return by("customer_identifier", customerIdentifier);
  }

  /** Suspends an account or lifts its suspension, in the open transaction. */
  void suspend(String accountId, boolean suspended) {
    int rows =
        database
            .sql()
            .sql("UPDATE account SET suspended = :suspended WHERE account_id = :id")
            .param("suspended", suspended)
            .param("id", accountId)
            .update();
    if (rows != 1) {
      throw new IllegalStateException("no account " + accountId);
    }
  }

  private Optional<Account> by(String column, String value) {
    return database.transact(() ->
        database
            .sql()
            .sql("SELECT * FROM account WHERE " + column + " = :value")
            .param("value", value)
            .query((row, _) -> account(row))
            .optional());
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        Rows.text(row, "account_id"),
        Rows.text(row, "name"),
        Rows.text(row, "customer_identifier"),
        row.getBoolean("suspended"));
  }
}
