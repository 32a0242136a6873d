/**
 * The bodies of what AWS Marketplace tells a seller: legacy notifications and EventBridge events,
 * in exactly the shapes that AWS prints. Owns the shapes, not when they are sent.
 */
@NullMarked
package awssimulator.events;

import org.jspecify.annotations.NullMarked;
