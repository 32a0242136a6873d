/**
 * Tells other systems of the installation what happened to agreements and workspaces, by the
 * Standard Webhooks convention.
 *
 * <p>Owns: endpoints, their secrets, the events that are sent, deliveries and their log. Does not
 * own: when something happens (the packages below publish it), mails about it (notification), pages
 * (console).
 *
 * <p>Listeners act inside the publisher's transaction: an event is sent if and only if what it
 * tells of was committed, and once to each endpoint, though it may be sent again under the same id
 * when a crash lies between sending and noting it.
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
      "metering",
      "locking"
    })
@NullMarked
package io.countinghouse.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
