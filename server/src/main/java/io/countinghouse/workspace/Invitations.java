package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.Attempts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.LinkTokens;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invitations into a workspace by mail. Who holds the link may join once, with an account of the
 * workspace's site, until it expires, is revoked or is sent again. Expiry is in wall time.
 */
@Service
public class Invitations {

  /** How long a link is good, from its sending. */
  public static final Duration LIFE = Duration.ofDays(7);

  private static final String USE = "invitation";
  private static final int PER_DAY = 50;
  private static final Duration DAY = Duration.ofDays(1);

  private final InvitationTable table;
  private final Members members;
  private final Workspaces workspaces;
  private final LinkTokens tokens;
  private final Attempts attempts;
  private final Clock wallClock;
  private final BusinessClock clock;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;

  Invitations(
      InvitationTable table,
      Members members,
      Workspaces workspaces,
      LinkTokens tokens,
      Attempts attempts,
      Clock wallClock,
      BusinessClock clock,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx) {
    this.table = table;
    this.members = members;
    this.workspaces = workspaces;
    this.tokens = tokens;
    this.attempts = attempts;
    this.wallClock = wallClock;
    this.clock = clock;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
  }

  /** What came of an invitation, or of sending, revoking or accepting one. */
  public enum Outcome {
    DONE,
    /** Whoever asked may not do this. */
    NOT_ALLOWED,
    /** Nobody is made the owner by an invitation. */
    NO_SUCH_ROLE,
    /** The address is in the workspace already. */
    IS_MEMBER,
    /** The address is invited already: send that one again. */
    IS_INVITED,
    /** The workspace, or who invites, sent its share of the day. */
    TOO_MANY,
    /** It was accepted or taken back meanwhile. */
    OVER,
    /** There is no such open invitation, or it has expired. */
    NONE,
    /** The account is of another site than the workspace. */
    OTHER_SITE
  }

  /** Invites an address; the mail is sent by what listens to {@link InvitationRequested}. */
  public Outcome invite(WorkspaceId workspace, ConsoleAccountId by, EmailAddress email, Role role) {
    if (!mayManage(workspace, by)) {
      return Outcome.NOT_ALLOWED;
    }
    if (role == Role.OWNER) {
      return Outcome.NO_SUCH_ROLE;
    }
    if (members.of(workspace).stream()
        .anyMatch(member -> member.email().equalsIgnoreCase(email.value()))) {
      return Outcome.IS_MEMBER;
    }
    if (usedUp(workspace, by)) {
      return Outcome.TOO_MANY;
    }
    return tx.execute(_ -> {
      members.lock(workspace);
      if (!mayManage(workspace, by)) {
        // Whoever was removed meanwhile had the invitations of before taken back.
        return Outcome.NOT_ALLOWED;
      }
      InvitationId id = InvitationId.next();
      Instant expiresAt = wallNow().plus(LIFE);
      if (!table.insert(id, workspace, email, role, by, clock.now(), expiresAt)) {
        return Outcome.IS_INVITED;
      }
      record(by, "invitation.sent", workspace, id);
      events.publishEvent(new InvitationRequested(table.lock(id).orElseThrow()));
      return Outcome.DONE;
    });
  }

  /** The open ones of a workspace, the newest first, expired ones among them. */
  public List<Invitation> open(WorkspaceId workspace) {
    return tx.execute(_ -> table.open(workspace));
  }

  /** Sends one once more, for another {@link #LIFE}; the links before are void. */
  public Outcome sendAgain(WorkspaceId workspace, ConsoleAccountId by, InvitationId id) {
    if (!mayManage(workspace, by)) {
      return Outcome.NOT_ALLOWED;
    }
    if (usedUp(workspace, by)) {
      return Outcome.TOO_MANY;
    }
    return tx.execute(_ -> {
      if (ofWorkspace(workspace, id).isEmpty()) {
        return table.was(workspace, id) ? Outcome.OVER : Outcome.NONE;
      }
      table.sendAgain(id, wallNow().plus(LIFE));
      record(by, "invitation.sent", workspace, id);
      events.publishEvent(new InvitationRequested(table.lock(id).orElseThrow()));
      return Outcome.DONE;
    });
  }

  /** Takes one back; its link is void. */
  public Outcome revoke(WorkspaceId workspace, ConsoleAccountId by, InvitationId id) {
    if (!mayManage(workspace, by)) {
      return Outcome.NOT_ALLOWED;
    }
    return tx.execute(_ -> {
      if (ofWorkspace(workspace, id).isEmpty()) {
        return table.was(workspace, id) ? Outcome.OVER : Outcome.NONE;
      }
      table.revoked(id, clock.now());
      record(by, "invitation.revoked", workspace, id);
      return Outcome.DONE;
    });
  }

  /**
   * Makes the token of an invitation's link, to be called when its mail is sent.
   *
   * @param sending which of its mails
   * @return empty when it is not open any more or was sent once more meanwhile
   */
  public Optional<String> issue(InvitationId id, int sending) {
    return tx.execute(_ ->
        table
            .lock(id)
            .filter(it -> it.sending() == sending && isGood(it))
            .map(it -> {
              String token = tokens.make(USE, id.value(), sending);
              table.setToken(id, tokens.hashOf(token));
              return token;
            }));
  }

  /** The open invitation that a link's token is of; empty when it is of none or has expired. */
  public Optional<Invitation> byToken(String token) {
    return tx.execute(_ -> table.byToken(tokens.hashOf(token)).filter(this::isGood));
  }

  /** One shown by its link before, as it is now; empty when it is good no more. */
  public Optional<Invitation> find(InvitationId id, int sending) {
    return tx.execute(_ -> table.lock(id).filter(it -> it.sending() == sending && isGood(it)));
  }

  private boolean mayManage(WorkspaceId workspace, ConsoleAccountId by) {
    return workspaces
        .role(workspace, by)
        .filter(role -> role.may(Permission.MANAGE_MEMBERS))
        .isPresent();
  }

  /** Workspaces cost nothing: who makes many has one share for all of them. */
  private boolean usedUp(WorkspaceId workspace, ConsoleAccountId by) {
    return attempts.take("invitation", workspace.value(), PER_DAY, DAY).isPresent()
        || attempts.take("invitation by", by.value(), PER_DAY, DAY).isPresent();
  }

  private Optional<Invitation> ofWorkspace(WorkspaceId workspace, InvitationId id) {
    return table.lock(id).filter(it -> it.workspace().equals(workspace));
  }

  private boolean isGood(Invitation invitation) {
    return wallNow().isBefore(invitation.expiresAt());
  }

  private void record(
      ConsoleAccountId by, String action, WorkspaceId workspace, InvitationId invitation) {
    audit.record(
        Actor.customer(by), action, workspace.value(), Map.of("invitation", invitation.value()));
  }

  private Instant wallNow() {
    return wallClock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
