package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Currency;

/** Accounts to be made, valid as they are; a test says only what it is about. */
public final class Accounts {

  public static final SiteId CN2 = new SiteId("cn2");
  public static final SiteId US1 = new SiteId("us1");
  public static final String PASSWORD = "correct horse battery";

  private static final PasswordHash PASSWORD_HASH =
      new PasswordHash(new PasswordHasher().hash(new Password(PASSWORD)));

  private Accounts() {}

  public static NewConsoleAccount console(SiteId site, String username, String email) {
    return new NewConsoleAccount(
        site,
        new Username(username),
        new EmailAddress(email),
        "+86 571 0000 0000",
        Language.ZH,
        PASSWORD_HASH);
  }

  public static NewBillingAccount billing(String username, String email, Language language) {
    return new NewBillingAccount(
        new Username(username),
        new EmailAddress(email),
        "",
        Company.named("Ningxia Weather Ltd."),
        CN2,
        Currency.getInstance("CNY"),
        language,
        PASSWORD_HASH);
  }
}
