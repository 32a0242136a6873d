package io.countinghouse.workspace;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * Unit of use and of charge.
 *
 * @param language decides the language of its mails; never changes
 * @param createdAt business time
 */
public record Workspace(
    WorkspaceId id,
    SiteId site,
    String name,
    Language language,
    Plan plan,
    LockState lockState,
    Instant createdAt) {}
