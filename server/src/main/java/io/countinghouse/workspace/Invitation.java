package io.countinghouse.workspace;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * Somebody is asked to join a workspace, and has not answered yet.
 *
 * @param invitedBy username of who asks
 * @param sending how often it was sent
 * @param expiresAt wall time
 */
public record Invitation(
    InvitationId id,
    WorkspaceId workspace,
    EmailAddress email,
    Role role,
    String invitedBy,
    int sending,
    Instant expiresAt) {}
