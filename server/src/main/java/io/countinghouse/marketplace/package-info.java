/**
 * Agreements with AWS Marketplace and their life cycle, as AWS's messages and answers tell it.
 *
 * <p>Owns: agreements, the raw messages, the registration token's redemption. {@code
 * marketplace.aws} alone knows the wire. Does not own: who holds an agreement (settlement), what is
 * reported (metering).
 *
 * <p>Times: a message's {@code sentAt} is its sender's and decides the order; a move's {@code at}
 * is ours and decides when bindings and locks begin.
 */
@ApplicationModule(allowedDependencies = {"kernel", "audit", "outbox", "site"})
@NullMarked
package io.countinghouse.marketplace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
