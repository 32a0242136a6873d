package io.countinghouse.billing;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * A full reading of a workspace failed and was left out; told in the transaction that goes on
 * without it.
 *
 * @param asOf when it was to be read
 */
public record ReadingFailed(WorkspaceId workspace, Instant asOf, RuntimeException why) {}
