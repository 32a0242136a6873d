package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;

/**
 * A console account to be made.
 *
 * @param phone may be empty
 */
public record NewConsoleAccount(
    SiteId site,
    Username username,
    EmailAddress email,
    String phone,
    Language language,
    PasswordHash passwordHash) {}
