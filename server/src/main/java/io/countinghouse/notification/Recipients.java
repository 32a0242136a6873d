package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Members;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who is told of an event. An address is told once, however many accounts have it; the owners come
 * first, so such a mail is in a workspace's language.
 */
@Component
class Recipients {

  private final Workspaces workspaces;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final Members members;
  private final Sites sites;

  Recipients(
      Workspaces workspaces,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      Members members,
      Sites sites) {
    this.workspaces = workspaces;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.members = members;
    this.sites = sites;
  }

  /**
   * One address to be told.
   *
   * @param id the account that the address is from
   * @param zone in which it is told times
   * @param owner whether it owns the workspaces; else it only pays
   * @param workspaces those that it is told of
   */
  record Recipient(
      String id,
      String address,
      Language language,
      ZoneId zone,
      boolean owner,
      List<Workspace> workspaces) {}

  /** The owners of workspaces, each told of their own, in the language of the first of them. */
  List<Recipient> owners(Collection<WorkspaceId> ids) {
    List<Recipient> owners = new ArrayList<>();
    Map<ConsoleAccountId, List<Workspace>> owned = ofOwners(ids);
    Map<ConsoleAccountId, ConsoleAccount> accounts = consoleAccounts(owned.keySet());
    owned.forEach(
        (owner, theirs) -> owners.add(owner(Objects.requireNonNull(accounts.get(owner)), theirs)));
    return merged(owners);
  }

  private Map<ConsoleAccountId, ConsoleAccount> consoleAccounts(Collection<ConsoleAccountId> ids) {
    Map<ConsoleAccountId, ConsoleAccount> accounts = new HashMap<>();
    consoleAccounts.all(Set.copyOf(ids)).forEach(it -> accounts.put(it.id(), it));
    return accounts;
  }

  /** The owner and the administrators of a workspace, in its language. */
  List<Recipient> thoseWhoSeePlan(WorkspaceId id) {
    Workspace workspace = workspaces.get(id);
    return merged(
        members.of(id).stream()
            .filter(member -> member.role().may(Permission.VIEW_PLAN))
            .map(member ->
                new Recipient(
                    member.account().value(),
                    member.email(),
                    workspace.language(),
                    sites.get(workspace.site()).zone(),
                    member.role() == Role.OWNER,
                    List.of(workspace)))
            .toList());
  }

  /** The owners and the payer, who is told of all workspaces in its own language. */
  List<Recipient> ownersAndPayer(Collection<WorkspaceId> ids, BillingAccount payer) {
    List<Recipient> all = new ArrayList<>(owners(ids));
    all.add(payer(payer, ids));
    return merged(all);
  }

  /** The owner of each workspace, in its language; one that is no more is left out. */
  Map<WorkspaceId, Recipient> ownerOfEach(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, ConsoleAccountId> owners = workspaces.ownersOf(ids);
    Map<ConsoleAccountId, ConsoleAccount> accounts = consoleAccounts(owners.values());
    Map<WorkspaceId, Recipient> recipients = new HashMap<>();
    for (Workspace workspace : workspaces.all(ids)) {
      ConsoleAccount owner = accounts.get(owners.get(workspace.id()));
      if (owner != null) {
        recipients.put(workspace.id(), owner(owner, List.of(workspace)));
      }
    }
    return recipients;
  }

  Recipient payer(BillingAccount account, Collection<WorkspaceId> ids) {
    return new Recipient(
        account.id().value(),
        account.email(),
        account.language(),
        sites.get(account.site()).zone(),
        false,
        workspaces.all(ids));
  }

  /** The billing accounts of ids, in one query. */
  Map<BillingAccountId, BillingAccount> accounts(Collection<BillingAccountId> ids) {
    Map<BillingAccountId, BillingAccount> accounts = new HashMap<>();
    billingAccounts.all(ids).forEach(account -> accounts.put(account.id(), account));
    return accounts;
  }

  BillingAccount account(BillingAccountId id) {
    return billingAccounts
        .find(id)
        .orElseThrow(() -> new IllegalStateException("There is no billing account " + id));
  }

  private Map<ConsoleAccountId, List<Workspace>> ofOwners(Collection<WorkspaceId> ids) {
    Map<ConsoleAccountId, List<Workspace>> owned = new LinkedHashMap<>();
    Map<WorkspaceId, ConsoleAccountId> owners = workspaces.ownersOf(ids);
    for (Workspace workspace : workspaces.all(ids)) {
      ConsoleAccountId owner = owners.get(workspace.id());
      if (owner != null) {
        owned.computeIfAbsent(owner, _ -> new ArrayList<>()).add(workspace);
      }
    }
    return owned;
  }

  private Recipient owner(ConsoleAccount account, List<Workspace> owned) {
    Workspace first = owned.getFirst();
    return new Recipient(
        account.id().value(),
        account.email(),
        first.language(),
        sites.get(first.site()).zone(),
        true,
        List.copyOf(owned));
  }

  private static List<Recipient> merged(List<Recipient> recipients) {
    Map<String, Recipient> byAddress = new LinkedHashMap<>();
    for (Recipient recipient : recipients) {
      byAddress.merge(
          recipient.address().toLowerCase(Locale.ROOT), recipient, Recipients::together);
    }
    return List.copyOf(byAddress.values());
  }

  private static Recipient together(Recipient first, Recipient second) {
    Set<Workspace> all = new LinkedHashSet<>(first.workspaces());
    all.addAll(second.workspaces());
    return new Recipient(
        first.id(),
        first.address(),
        first.language(),
        first.zone(),
        first.owner(),
        List.copyOf(all));
  }
}
