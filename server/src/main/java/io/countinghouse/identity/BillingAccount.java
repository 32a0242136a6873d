package io.countinghouse.identity;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Currency;

/**
 * Used only for money: pays for workspaces of any site.
 *
 * @param username unique over all sites, never changes
 * @param phone may be empty
 * @param site where it was registered
 * @param currency that of its site when it was registered, fixed
 * @param language the language of its mails and pages
 */
public record BillingAccount(
    BillingAccountId id,
    String username,
    String email,
    String phone,
    String company,
    SiteId site,
    Currency currency,
    Language language) {

  private static final int SHOWN = 2;

  /** For people who need to recognise it without being told: {@code li***}. */
  public String maskedUsername() {
    return username.substring(0, SHOWN) + "***";
  }

  /** For people who need to recognise it without being told: {@code l***@example.com}. */
  public String maskedEmail() {
    return new EmailAddress(email).masked();
  }
}
