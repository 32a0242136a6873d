package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;

/**
 * The first step of a registration, 基本信息.
 *
 * @param phone may be empty
 * @param language of the accounts' mails
 */
public record AccountDetails(
    SiteId site, Username username, EmailAddress email, String phone, Language language) {}
