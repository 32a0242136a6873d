package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Passwords after registration, and the ending of all sign-ins of an account, in all systems. */
@Component
public class Credentials {

  private final JdbcClient jdbc;
  private final PasswordHasher passwords;
  private final AuditTrail audit;

  Credentials(JdbcClient jdbc, PasswordHasher passwords, AuditTrail audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.audit = audit;
  }

  private record Row(String username, String email, String passwordHash) {}

  /**
   * How often all sign-ins of an account were ended; a session of an older count is none.
   *
   * @return empty when there is no such account, or it cannot sign in
   */
  public Optional<Integer> epoch(AccountRef account) {
    String able = account instanceof AccountRef.Operating ? " AND " + Operators.ABLE : "";
    return jdbc.sql("SELECT sign_in_epoch FROM " + table(account) + " WHERE id = :id" + able)
        .param("id", account.id())
        .query(Integer.class)
        .optional();
  }

  /** Ends all sign-ins of an account, on every node and in every browser, from the commit on. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void endSignIns(AccountRef account) {
    raiseEpoch(account);
    audit.record(account.actor(), "account.signed-out-everywhere", account.id(), Map.of());
  }

  /** Whether a typed password is the account's; takes as long when there is no such account. */
  public boolean passwordIs(AccountRef account, String typed) {
    return passwords.matches(typed, row(account).map(Row::passwordHash));
  }

  /**
   * What is wrong with a new password for this account; empty when it is good.
   *
   * @throws IllegalStateException if there is no such account
   */
  public Set<Password.Problem> problems(AccountRef account, String wanted) {
    Row row = row(account).orElseThrow(() -> missing(account));
    return Password.problems(wanted, row.username(), row.email());
  }

  /**
   * Sets a new password and ends all sign-ins of the account. That the caller may do so was shown
   * before: by the old password or by a code.
   *
   * @param why such as {@code changed} or {@code reset}, for the trail
   * @throws IllegalArgumentException if it is the account's username or address
   * @throws IllegalStateException if there is no such account
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void setPassword(AccountRef account, Password wanted, String why) {
    Set<Password.Problem> problems = problems(account, wanted.value());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a password for this account: " + problems);
    }
    jdbc.sql("UPDATE " + table(account) + " SET password_hash = :hash WHERE id = :id")
        .param("hash", passwords.hash(wanted))
        .param("id", account.id())
        .update();
    raiseEpoch(account);
    audit.record(account.actor(), "account.password-" + why, account.id(), Map.of());
  }

  private void raiseEpoch(AccountRef account) {
    int rows =
        jdbc.sql(
                "UPDATE "
                    + table(account)
                    + " SET sign_in_epoch = sign_in_epoch + 1 WHERE id = :id")
            .param("id", account.id())
            .update();
    if (rows != 1) {
      throw missing(account);
    }
  }

  private Optional<Row> row(AccountRef account) {
    String email = account instanceof AccountRef.Operating ? "''" : "email";
    return jdbc.sql(
            "SELECT username, %s AS email, password_hash FROM %s WHERE id = :id"
                .formatted(email, table(account)))
        .param("id", account.id())
        .query((rs, _) ->
            new Row(rs.getString("username"), rs.getString("email"), rs.getString("password_hash")))
        .optional();
  }

  private static String table(AccountRef account) {
    return switch (account) {
      case AccountRef.Console _ -> "identity.console_account";
      case AccountRef.Billing _ -> "identity.billing_account";
      case AccountRef.Operating _ -> "identity.operator";
    };
  }

  private static IllegalStateException missing(AccountRef account) {
    return new IllegalStateException("There is no account " + account.id());
  }
}
