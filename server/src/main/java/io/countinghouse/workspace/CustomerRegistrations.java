package io.countinghouse.workspace;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The last step of a plain registration: the accounts and their first workspace, all or nothing.
 */
@Service
public class CustomerRegistrations {

  private final Registrations registrations;
  private final Workspaces workspaces;
  private final TransactionTemplate tx;

  CustomerRegistrations(
      Registrations registrations, Workspaces workspaces, TransactionTemplate tx) {
    this.registrations = registrations;
    this.workspaces = workspaces;
    this.tx = tx;
  }

  /** What came of it. */
  public sealed interface Outcome {

    /** Everything is made, now or before by another tab or the same button. */
    record Done(ConsoleAccountId owner, WorkspaceId workspace) implements Outcome {}

    /** Nothing is made: why not. */
    record Refused(Registrations.Outcome why) implements Outcome {}
  }

  /**
   * Makes the accounts of a registration and a workspace on the free plan, which nobody pays for.
   *
   * @param language of the workspace; can never be changed
   * @throws IllegalStateException if there is no such registration
   */
  public Outcome complete(RegistrationId id, WorkspaceName name, Language language) {
    return tx.execute(status ->
        switch (registrations.complete(id)) {
          case Registrations.Outcome.Made(ConsoleAccount console, BillingAccount billing) -> {
            Workspace made =
                workspaces.create(console.site(), name.value(), language, Plan.FREE, console.id());
            workspaces.openUnder(made.id(), billing.id());
            yield new Outcome.Done(console.id(), made.id());
          }
          case Registrations.Outcome.MadeBefore(ConsoleAccountId owner) -> firstOf(owner);
          case Registrations.Outcome refused -> {
            status.setRollbackOnly();
            yield new Outcome.Refused(refused);
          }
        });
  }

  private Outcome firstOf(ConsoleAccountId owner) {
    Optional<Workspace> first = workspaces.ofMember(owner).stream().findFirst();
    return new Outcome.Done(
        owner,
        first
            .map(Workspace::id)
            .orElseThrow(() -> new IllegalStateException(owner + " has left its workspace")));
  }
}
