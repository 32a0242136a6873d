package io.countinghouse.workspace;

import io.countinghouse.kernel.ConsoleAccountId;
import java.time.Instant;

/**
 * Somebody in a workspace.
 *
 * @param since business time
 */
public record Member(
    ConsoleAccountId account, String username, String email, Role role, Instant since) {}
