package io.countinghouse.workspace;

import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.NewConsoleAccount;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.PasswordHasher;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of an invitation whose link was shown: joining with an account, old or new. */
@Service
public class InvitationAnswers {

  private final Invitations invitations;
  private final InvitationTable table;
  private final Members members;
  private final Workspaces workspaces;
  private final ConsoleAccounts accounts;
  private final PasswordHasher passwords;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  InvitationAnswers(
      Invitations invitations,
      InvitationTable table,
      Members members,
      Workspaces workspaces,
      ConsoleAccounts accounts,
      PasswordHasher passwords,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.invitations = invitations;
    this.table = table;
    this.members = members;
    this.workspaces = workspaces;
    this.accounts = accounts;
    this.passwords = passwords;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * Joins the workspace of an invitation, which is good once. Who is in it already keeps the role.
   *
   * @param id of one whose link was shown by {@link Invitations#byToken}
   * @param sending which of its mails had the link
   */
  public Invitations.Outcome accept(InvitationId id, int sending, ConsoleAccountId account) {
    return tx.execute(_ -> {
      Optional<Invitation> open = invitations.find(id, sending);
      if (open.isEmpty()) {
        return Invitations.Outcome.NONE;
      }
      Invitation invitation = open.get();
      ConsoleAccount joining = accounts.find(account).orElseThrow();
      if (!joining.site().equals(workspaces.siteOf(invitation.workspace()))) {
        return Invitations.Outcome.OTHER_SITE;
      }
      table.accepted(invitation.id(), clock.now());
      members.add(invitation.workspace(), account, invitation.role());
      return Invitations.Outcome.DONE;
    });
  }

  /** What came of registering by an invitation. */
  public sealed interface JoinOutcome {

    /** The account is made and in the workspace. */
    record Joined(ConsoleAccount account) implements JoinOutcome {}

    /** There is no such open invitation, or it has expired. */
    record None() implements JoinOutcome {}

    /** Another account of the site has this username. */
    record UsernameTaken() implements JoinOutcome {}

    /** The invited address has an account on the site: sign in with it. */
    record EmailTaken() implements JoinOutcome {}
  }

  /**
   * Makes a console account of the invited address, which the link has shown, and joins.
   *
   * @param id of one whose link was shown by {@link Invitations#byToken}
   * @param sending which of its mails had the link
   * @param phone may be empty
   * @param language of the account's mails
   * @throws IllegalArgumentException if the password is the username or the address
   */
  public JoinOutcome register(
      InvitationId id,
      int sending,
      Username username,
      Password password,
      String phone,
      Language language) {
    Optional<Invitation> open = invitations.find(id, sending);
    if (open.isEmpty()) {
      return new JoinOutcome.None();
    }
    NewConsoleAccount wanted =
        new NewConsoleAccount(
            workspaces.siteOf(open.get().workspace()),
            username,
            open.get().email(),
            phone,
            language,
            passwords.hashFor(password, username, open.get().email()));
    return tx.execute(status -> {
      JoinOutcome outcome =
          switch (accounts.create(wanted)) {
            case ConsoleAccounts.CreateOutcome.UsernameTaken() -> new JoinOutcome.UsernameTaken();
            case ConsoleAccounts.CreateOutcome.EmailTaken() -> new JoinOutcome.EmailTaken();
            case ConsoleAccounts.CreateOutcome.Created(ConsoleAccount made) ->
                accept(id, sending, made.id()) == Invitations.Outcome.DONE
                    ? new JoinOutcome.Joined(made)
                    : new JoinOutcome.None();
          };
      if (!(outcome instanceof JoinOutcome.Joined)) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }
}
