package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Currency;

/**
 * A billing account to be made.
 *
 * @param phone may be empty
 * @param company the company's name, not blank
 * @param currency that of the site
 */
public record NewBillingAccount(
    Username username,
    EmailAddress email,
    String phone,
    String company,
    SiteId site,
    Currency currency,
    Language language,
    Password password) {

  /**
   * @throws IllegalArgumentException if the company is blank or the password is the username or the
   *     address
   */
  public NewBillingAccount {
    company = company.strip();
    if (company.isEmpty()) {
      throw new IllegalArgumentException("a billing account needs a company name");
    }
    password.checkFor(username, email);
  }
}
