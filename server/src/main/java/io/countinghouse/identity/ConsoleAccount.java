package io.countinghouse.identity;

import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;

/**
 * Signs in to the workspaces of one site.
 *
 * @param username unique on its site, never changes
 * @param email unique on its site
 * @param phone may be empty
 * @param language the language of its pages
 */
public record ConsoleAccount(
    ConsoleAccountId id,
    SiteId site,
    String username,
    String email,
    String phone,
    Language language) {}
