/**
 * Workspaces, their members and roles, their tokens, and whether a workspace is open or locked: the
 * fact, not the reason.
 */
@ApplicationModule(allowedDependencies = {"kernel", "audit", "site", "identity"})
@NullMarked
package io.countinghouse.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
