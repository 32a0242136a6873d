/**
 * Who somebody is: console accounts (per site), billing accounts, operators, codes to addresses and
 * phones, API keys.
 *
 * <p>Owns: their rows, passwords and keyed hashes. Does not own: what they may do in a workspace
 * (workspace), mails (notification), pages (console).
 */
@ApplicationModule(allowedDependencies = {"kernel", "audit", "outbox", "site"})
@NullMarked
package io.countinghouse.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
