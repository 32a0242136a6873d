/**
 * Which event becomes which mail or text, and its delivery.
 *
 * <p>Owns: the words of mails and texts (SMS), their recipients and languages, and their sending
 * through the outbox; no table. Does not own: when something happens (the packages below publish
 * it), the codes in them (identity makes them), the way from the seller's gateway to a phone.
 *
 * <p>Listeners act inside the publisher's transaction: a mail is due if and only if what it tells
 * of was committed. A mail may be sent twice when a crash lies between sending and noting it; both
 * have the same Message-ID, and of a text the same id.
 */
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "audit",
      "outbox",
      "site",
      "identity",
      "marketplace",
      "workspace",
      "settlement",
      "usage",
      "billing",
      "metering",
      "locking",
      "wallet",
      "webhook"
    })
@NullMarked
package io.countinghouse.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
