package awssimulator.client;

import static awssimulator.client.ControlHttp.segment;

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
   * @param suspended whether AWS suspended it
   */
  public record Account(
      String accountId, String name, String customerIdentifier, boolean suspended) {}

  /** All accounts. */
  public List<Account> list() {
    return http.list("/accounts", Account.class);
  }

  /** Makes an account with an id and a customer identifier of its own. */
  public Account create(String name) {
    return http.post("/accounts", Map.of("name", name), Account.class);
  }

  /** AWS suspends an account: usage of all its agreements is answered CustomerNotSubscribed. */
  public Account suspend(String accountId) {
    return http.post(path(accountId) + "/suspend", Map.of(), Account.class);
  }

  /** AWS lifts an account's suspension. */
  public Account resume(String accountId) {
    return http.post(path(accountId) + "/resume", Map.of(), Account.class);
  }

  private static String path(String accountId) {
    return "/accounts/" + segment(accountId);
  }
}
