package io.countinghouse.workspace;

import io.countinghouse.identity.AccountCodes;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Shows by a code that somebody is the owner of a workspace. Whether the address that was typed is
 * the owner's, nobody is told: a code is sent only if it is, and the answer is always the same.
 */
@Service
public class OwnerProofs {

  private final Workspaces workspaces;
  private final ConsoleAccounts accounts;
  private final AccountCodes codes;

  OwnerProofs(Workspaces workspaces, ConsoleAccounts accounts, AccountCodes codes) {
    this.workspaces = workspaces;
    this.accounts = accounts;
    this.codes = codes;
  }

  /**
   * Sends a code to an address if it is that of the workspace's owner.
   *
   * @throws IllegalStateException if there is no such workspace
   */
  public void sendCode(WorkspaceId workspace, EmailAddress typed, Language language) {
    codes.send(CodePurpose.WORKSPACE_OWNER_PROOF, to(workspace, typed), language);
  }

  /**
   * Compares a code, in a transaction of its own; {@code EmailCodes.use} then takes it in the
   * transaction of what it allows.
   *
   * @return empty when it is wrong, expired, used or tried out, or the address is not the owner's
   * @throws IllegalStateException if there is no such workspace
   */
  public Optional<EmailCodeId> check(WorkspaceId workspace, EmailAddress typed, String code) {
    return codes.check(CodePurpose.WORKSPACE_OWNER_PROOF, to(workspace, typed), code);
  }

  private AccountCodes.To to(WorkspaceId workspace, EmailAddress typed) {
    ConsoleAccount owner = accounts.find(workspaces.ownerOf(workspace)).orElseThrow();
    boolean isOwners = owner.email().equalsIgnoreCase(typed.value());
    return new AccountCodes.To(
        workspace.value(),
        workspaces.get(workspace).name(),
        isOwners ? new EmailAddress(owner.email()) : null);
  }
}
