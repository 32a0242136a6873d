package awssimulator.client;

import java.util.List;
import java.util.Map;

/** Buyers' AWS accounts. */
public final class Accounts {
  private final ControlHttp http;

  Accounts(ControlHttp http) {
    this.http = http;
  }

  /**
   * A buyer's AWS account.
   *
   * @param accountId 12 digits
   * @param name what the sign-in page calls it
   * @param customerIdentifier the legacy id of this buyer, the same for all products
   */
  public record Account(String accountId, String name, String customerIdentifier) {}

  /** All accounts. */
  public List<Account> list() {
    return http.list("/accounts", Account.class);
  }

  /** Makes an account with an id and a customer identifier of its own. */
  public Account create(String name) {
    return http.post("/accounts", Map.of("name", name), Account.class);
  }
}
