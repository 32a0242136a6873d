package io.countinghouse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Blocked;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.CodeMailbox;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.ConsoleAccounts.CreateOutcome;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.WallClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.workspace.Invitations.Outcome;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Members and their invitations, and who may change them. */
@AccountsTest
class MembersIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Autowired private Members members;
  @Autowired private Invitations invitations;
  @Autowired private InvitationAnswers answers;
  @Autowired private OwnerProofs ownerProofs;
  @Autowired private Workspaces workspaces;
  @Autowired private ConsoleAccounts accounts;
  @Autowired private EmailCodes codes;
  @Autowired private OutboxWorker worker;
  @Autowired private WallClock wallClock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  private final String name = "mem" + COUNT.incrementAndGet();
  private ConsoleAccountId owner;
  private WorkspaceId workspace;

  @BeforeEach
  void workspace() {
    owner = account(Accounts.CN2, name + "-owner");
    workspace =
        Objects.requireNonNull(
                tx.execute(
                    _ -> workspaces.create(Accounts.CN2, name, Language.EN, Plan.FREE, owner)))
            .id();
  }

  @Test
  void anInvitedAddressJoinsOnceByTheLinkOfItsMail() {
    EmailAddress email = new EmailAddress(name + "-new@mem.example");
    assertThat(invitations.invite(workspace, owner, email, Role.MEMBER)).isEqualTo(Outcome.DONE);
    assertThat(invitations.invite(workspace, owner, email, Role.MEMBER))
        .isEqualTo(Outcome.IS_INVITED);
    Invitation invitation = invitations.open(workspace).getFirst();
    String token = token(invitation);
    assertThat(invitations.byToken(token)).contains(invitation);
    assertThat(invitations.byToken(token + "x")).isEmpty();
    assertThat(stored()).doesNotContain(token);
    ConsoleAccountId joining = account(Accounts.CN2, name + "-joins");
    assertThat(answers.accept(invitation.id(), 1, joining)).isEqualTo(Outcome.DONE);
    assertThat(workspaces.role(workspace, joining)).contains(Role.MEMBER);
    assertThat(answers.accept(invitation.id(), 1, account(Accounts.CN2, name + "-late")))
        .isEqualTo(Outcome.NONE);
    assertThat(invitations.invite(workspace, owner, addressOf(name + "-joins"), Role.MEMBER))
        .isEqualTo(Outcome.IS_MEMBER);
  }

  @Test
  void anInvitationEndsByTimeByBeingSentAgainAndByBeingTakenBack() {
    Invitation first = invited("ends");
    String token = token(first);
    wallClock.advance(Invitations.LIFE);
    assertThat(invitations.byToken(token)).isEmpty();
    assertThat(answers.accept(first.id(), 1, owner)).isEqualTo(Outcome.NONE);
    assertThat(invitations.sendAgain(workspace, owner, first.id())).isEqualTo(Outcome.DONE);
    assertThat(invitations.issue(first.id(), 1)).isEmpty();
    String second = token(invitations.open(workspace).getFirst());
    assertThat(second).isNotEqualTo(token);
    assertThat(invitations.byToken(token)).isEmpty();
    assertThat(invitations.byToken(second)).isPresent();
    assertThat(invitations.revoke(workspace, owner, first.id())).isEqualTo(Outcome.DONE);
    assertThat(invitations.byToken(second)).isEmpty();
    assertThat(invitations.revoke(workspace, owner, first.id())).isEqualTo(Outcome.OVER);
    assertThat(invitations.open(workspace)).isEmpty();
  }

  @Test
  void anAccountOfAnotherSiteCannotJoin() {
    Invitation invitation = invited("abroad");
    String token = token(invitation);
    ConsoleAccountId abroad = account(Accounts.US1, name + "-abroad");
    assertThat(answers.accept(invitation.id(), 1, abroad)).isEqualTo(Outcome.OTHER_SITE);
    assertThat(workspaces.role(workspace, abroad)).isEmpty();
    assertThat(invitations.byToken(token)).isPresent();
  }

  @Test
  void onlyOwnerAndAdministratorsInviteAndNobodyFromElsewhereTouchesIt() {
    ConsoleAccountId member = joined("plain", Role.MEMBER);
    ConsoleAccountId administrator = joined("admin", Role.ADMINISTRATOR);
    ConsoleAccountId stranger = account(Accounts.CN2, name + "-stranger");
    EmailAddress email = addressOf("somebody");
    assertThat(invitations.invite(workspace, member, email, Role.MEMBER))
        .isEqualTo(Outcome.NOT_ALLOWED);
    assertThat(invitations.invite(workspace, stranger, email, Role.MEMBER))
        .isEqualTo(Outcome.NOT_ALLOWED);
    assertThat(invitations.invite(workspace, administrator, email, Role.OWNER))
        .isEqualTo(Outcome.NO_SUCH_ROLE);
    assertThat(invitations.invite(workspace, administrator, email, Role.ADMINISTRATOR))
        .isEqualTo(Outcome.DONE);
    InvitationId id = invitations.open(workspace).getFirst().id();
    WorkspaceId other =
        Objects.requireNonNull(
                tx.execute(_ ->
                    workspaces.create(Accounts.CN2, "other", Language.EN, Plan.FREE, stranger)))
            .id();
    assertThat(invitations.revoke(other, stranger, id)).isEqualTo(Outcome.NONE);
    assertThat(invitations.sendAgain(other, stranger, id)).isEqualTo(Outcome.NONE);
    assertThat(invitations.open(workspace)).hasSize(1);
  }

  @Test
  void thereIsAlwaysExactlyOneOwner() {
    ConsoleAccountId administrator = joined("heir", Role.ADMINISTRATOR);
    assertThat(members.leave(workspace, owner)).isEqualTo(Members.Outcome.IS_OWNER);
    assertThat(members.remove(workspace, administrator, owner)).isEqualTo(Members.Outcome.IS_OWNER);
    assertThat(members.changeRole(workspace, administrator, owner, Role.MEMBER))
        .isEqualTo(Members.Outcome.IS_OWNER);
    assertThat(members.changeRole(workspace, administrator, administrator, Role.OWNER))
        .isEqualTo(Members.Outcome.NOT_ALLOWED);
    Invitation sent = invited("sent");
    assertThat(members.changeRole(workspace, owner, administrator, Role.OWNER))
        .isEqualTo(Members.Outcome.DONE);
    assertThat(invitations.open(workspace)).containsExactly(sent);
    assertThat(workspaces.ownerOf(workspace)).isEqualTo(administrator);
    assertThat(workspaces.role(workspace, owner)).contains(Role.ADMINISTRATOR);
    assertThat(members.leave(workspace, owner)).isEqualTo(Members.Outcome.DONE);
    assertThat(members.of(workspace)).extracting(Member::role).containsExactly(Role.OWNER);
  }

  @Test
  void rolesAreGivenAndTakenByThoseWhoMayAndAllIsInTheTrail() {
    ConsoleAccountId one = joined("one", Role.MEMBER);
    ConsoleAccountId two = joined("two", Role.MEMBER);
    assertThat(members.changeRole(workspace, one, two, Role.ADMINISTRATOR))
        .isEqualTo(Members.Outcome.NOT_ALLOWED);
    assertThat(members.remove(workspace, one, two)).isEqualTo(Members.Outcome.NOT_ALLOWED);
    assertThat(members.changeRole(workspace, owner, one, Role.ADMINISTRATOR))
        .isEqualTo(Members.Outcome.DONE);
    assertThat(members.remove(workspace, one, two)).isEqualTo(Members.Outcome.DONE);
    assertThat(members.remove(workspace, one, two)).isEqualTo(Members.Outcome.NO_MEMBER);
    assertThat(members.leave(workspace, two)).isEqualTo(Members.Outcome.NOT_ALLOWED);
    assertThat(
            jdbc.sql("SELECT action FROM audit.entry WHERE subject = :id ORDER BY id")
                .param("id", workspace.value())
                .query(String.class)
                .list())
        .containsExactly(
            "workspace.created",
            "invitation.sent",
            "member.joined",
            "invitation.sent",
            "member.joined",
            "member.role-changed",
            "member.removed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "demoted", "left"})
  void whoMayInviteNobodyAnyMoreHasTheOwnInvitationsTakenBack(String how) {
    ConsoleAccountId former = joined("former", Role.ADMINISTRATOR);
    EmailAddress second = addressOf(name + "-second");
    assertThat(invitations.invite(workspace, former, second, Role.ADMINISTRATOR))
        .isEqualTo(Outcome.DONE);
    Invitation own = invitations.open(workspace).getFirst();
    var _ = invited("kept");
    String token = token(own);
    assertThat(
            switch (how) {
              case "removed" -> members.remove(workspace, owner, former);
              case "demoted" -> members.changeRole(workspace, owner, former, Role.MEMBER);
              default -> members.leave(workspace, former);
            })
        .isEqualTo(Members.Outcome.DONE);
    assertThat(invitations.byToken(token)).isEmpty();
    assertThat(answers.accept(own.id(), 1, account(Accounts.CN2, name + "-second")))
        .isEqualTo(Outcome.NONE);
    assertThat(invitations.open(workspace))
        .extracting(Invitation::email)
        .containsExactly(addressOf(name + "-kept"));
    assertThat(
            jdbc.sql(
                    """
                    SELECT actor || ' ' || (details->>'invitation') || ' ' || (details->>'invitedBy') FROM audit.entry
                     WHERE subject = :id AND action = 'invitation.revoked'\
                    """)
                .param("id", workspace.value())
                .query(String.class)
                .list())
        .containsExactly((how.equals("left") ? former : owner) + " " + own.id() + " " + former);
  }

  @Test
  void whoIsRemovedAtThatMomentInvitesNobody() throws Exception {
    ConsoleAccountId former = joined("quick", Role.ADMINISTRATOR);
    EmailAddress second = addressOf(name + "-second");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Outcome> invited =
          Objects.requireNonNull(
              tx.execute(_ -> {
                var _ = members.remove(workspace, owner, former);
                Future<Outcome> waits =
                    other.submit(
                        () -> invitations.invite(workspace, former, second, Role.ADMINISTRATOR));
                Blocked.await(jdbc);
                return waits;
              }));
      assertThat(invited.get()).isEqualTo(Outcome.NOT_ALLOWED);
    }
    assertThat(invitations.open(workspace)).isEmpty();
  }

  @Test
  void theOwnerIsProvenByACodeToItsAddressOnly() {
    EmailAddress right = addressOf(name + "-owner");
    EmailAddress wrong = addressOf("not-the-owner");
    ownerProofs.sendCode(workspace, wrong, Language.EN);
    worker.runAll();
    CodeMailbox mailbox = new CodeMailbox(jdbc, codes);
    assertThat(mailbox.newest(CodePurpose.WORKSPACE_OWNER_PROOF, wrong.value())).isEmpty();
    assertThat(mailbox.newest(CodePurpose.WORKSPACE_OWNER_PROOF, right.value())).isEmpty();
    ownerProofs.sendCode(workspace, right, Language.EN);
    worker.runAll();
    String code = mailbox.newest(CodePurpose.WORKSPACE_OWNER_PROOF, right.value()).orElseThrow();
    assertThat(ownerProofs.check(workspace, wrong, code)).isEmpty();
    assertThat(ownerProofs.check(workspace, right, code)).isPresent();
  }

  private ConsoleAccountId joined(String suffix, Role role) {
    ConsoleAccountId account = account(Accounts.CN2, name + "-" + suffix);
    EmailAddress email = addressOf(name + "-" + suffix);
    assertThat(invitations.invite(workspace, owner, email, role)).isEqualTo(Outcome.DONE);
    Invitation invitation = invitations.open(workspace).getFirst();
    assertThat(answers.accept(invitation.id(), 1, account)).isEqualTo(Outcome.DONE);
    return account;
  }

  private Invitation invited(String suffix) {
    assertThat(invitations.invite(workspace, owner, addressOf(name + "-" + suffix), Role.MEMBER))
        .isEqualTo(Outcome.DONE);
    return invitations.open(workspace).getFirst();
  }

  private String token(Invitation invitation) {
    return invitations.issue(invitation.id(), invitation.sending()).orElseThrow();
  }

  private String stored() {
    return jdbc.sql("SELECT string_agg(i::text, ' ') FROM workspace.invitation i")
        .query(String.class)
        .single();
  }

  private static EmailAddress addressOf(String username) {
    return new EmailAddress(username + "@mem.example");
  }

  private ConsoleAccountId account(SiteId site, String username) {
    CreateOutcome outcome =
        tx.execute(
            _ -> accounts.create(Accounts.console(site, username, addressOf(username).value())));
    if (outcome instanceof CreateOutcome.Created(var account)) {
      return account.id();
    }
    throw new AssertionError("not made: " + outcome);
  }
}
