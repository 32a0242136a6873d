package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Currency;

/**
 * A billing account to be made.
 *
 * @param phone may be empty
 * @param currency that of the site
 */
public record NewBillingAccount(
    Username username,
    EmailAddress email,
    String phone,
    Company company,
    SiteId site,
    Currency currency,
    Language language,
    PasswordHash passwordHash) {}
