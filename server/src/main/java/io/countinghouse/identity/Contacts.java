package io.countinghouse.identity;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where a console or billing account is reached, in the rows of either. */
@Component
class Contacts {

  private final JdbcClient jdbc;

  Contacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param phone as it was typed once, or as of E.164 if a code confirmed it; may be empty
   */
  record Contact(String username, EmailAddress email, String phone) {}

  /** What is changed of it. */
  enum Field {
    EMAIL("email"),
    PHONE("phone");

    private final String column;

    Field(String column) {
      this.column = column;
    }
  }

  Contact of(AccountRef account) {
    return jdbc.sql("SELECT username, email, phone FROM " + table(account) + " WHERE id = :id")
        .param("id", account.id())
        .query((rs, _) ->
            new Contact(
                rs.getString("username"),
                new EmailAddress(rs.getString("email")),
                rs.getString("phone")))
        .single();
  }

  void set(AccountRef account, Field field, String value) {
    jdbc.sql("UPDATE %s SET %s = :value WHERE id = :id".formatted(table(account), field.column))
        .param("value", value)
        .param("id", account.id())
        .update();
  }

  private static String table(AccountRef account) {
    return switch (account) {
      case AccountRef.Console _ -> "identity.console_account";
      case AccountRef.Billing _ -> "identity.billing_account";
      case AccountRef.Operating _ ->
          throw new IllegalArgumentException("operators have no address and no phone");
    };
  }
}
