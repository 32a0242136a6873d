package io.countinghouse.settlement;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workspace has another payer from now on. Published in the transaction of the change.
 *
 * @param before empty: nobody paid
 * @param after empty: nobody pays
 * @param at from when
 */
public record PayerChanged(
    WorkspaceId workspace, @Nullable Payer before, @Nullable Payer after, Instant at) {}
