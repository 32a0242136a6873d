package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Lock;
import io.countinghouse.locking.LockDirectory;
import io.countinghouse.locking.Locks;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of locked workspaces. */
@Service
class OperatorLocks {

  private static final int PAGE_SIZE = 50;

  private final LockDirectory directory;
  private final Locks locks;
  private final Workspaces workspaces;
  private final Sites sites;
  private final BillingAccounts accounts;
  private final OperatorRows rows;
  private final PageText text;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  OperatorLocks(
      LockDirectory directory,
      Locks locks,
      Workspaces workspaces,
      Sites sites,
      BillingAccounts accounts,
      OperatorRows rows,
      PageText text,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.directory = directory;
    this.locks = locks;
    this.workspaces = workspaces;
    this.sites = sites;
    this.accounts = accounts;
    this.rows = rows;
    this.text = text;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * A lock as shown.
   *
   * @param username of the billing account
   * @param since when it began, as the forms send it back
   * @param until when its buffer ends, as the forms send it back
   */
  record Row(
      String workspace,
      String name,
      String site,
      String account,
      String username,
      String cause,
      String startedAt,
      String bufferEndsAt,
      String left,
      boolean full,
      Instant since,
      Instant until) {}

  /**
   * A page of locks.
   *
   * @param nextAt where the next page begins; empty on the last
   * @param nextAfter the same
   */
  record Page(List<Row> rows, @Nullable Instant nextAt, @Nullable String nextAfter) {}

  Page page(boolean full, Optional<LockDirectory.Cursor> after, Language language) {
    return tx.execute(_ -> {
      List<Lock> found = directory.page(full, after, PAGE_SIZE + 1);
      List<Lock> shown = found.stream().limit(PAGE_SIZE).toList();
      Map<WorkspaceId, Workspace> named = new HashMap<>();
      workspaces
          .all(shown.stream().map(Lock::workspace).toList())
          .forEach(it -> named.put(it.id(), it));
      Map<BillingAccountId, String> usernames = usernames(shown);
      List<Row> listed =
          shown.stream()
              .map(it ->
                  row(
                      it,
                      Objects.requireNonNull(named.get(it.workspace())),
                      Objects.requireNonNull(usernames.get(it.billingAccount())),
                      language))
              .toList();
      return found.size() > PAGE_SIZE
          ? new Page(listed, shown.getLast().bufferEndsAt(), shown.getLast().workspace().value())
          : new Page(listed, null, null);
    });
  }

  /** The lock that is on a workspace. */
  Optional<Row> one(WorkspaceId id, Language language) {
    return tx.execute(_ ->
        locks
            .of(id)
            .map(it -> {
              String username = usernames(List.of(it)).get(it.billingAccount());
              return row(it, workspaces.get(id), Objects.requireNonNull(username), language);
            }));
  }

  private Map<BillingAccountId, String> usernames(List<Lock> locks) {
    return accounts.all(locks.stream().map(Lock::billingAccount).distinct().toList()).stream()
        .collect(Collectors.toMap(BillingAccount::id, BillingAccount::username));
  }

  private Row row(Lock lock, Workspace workspace, String username, Language language) {
    Instant now = clock.now();
    return new Row(
        workspace.id().value(),
        workspace.name(),
        sites.get(workspace.site()).name(language),
        lock.billingAccount().value(),
        username,
        lock.cause().name(),
        rows.time(lock.startedAt(), language),
        rows.time(lock.bufferEndsAt(), language),
        text.daysAndHours(lock.left(now), language),
        lock.isFull(now),
        lock.startedAt(),
        lock.bufferEndsAt());
  }
}
