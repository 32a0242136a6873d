package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.AnyMethod;
import io.countinghouse.settlement.BindingHistory;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.WorkspaceDirectory;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of workspaces and of who pays for them over time. */
@Component
class OperatorWorkspaces {

  private static final int HISTORY_MAX = 200;

  private final WorkspaceDirectory directory;
  private final BindingHistory history;
  private final BillingRows rows;
  private final BillingAccounts billingAccounts;
  private final AnyMethod anyMethod;
  private final ActorNames names;
  private final PageText text;
  private final TransactionTemplate tx;

  OperatorWorkspaces(
      WorkspaceDirectory directory,
      BindingHistory history,
      BillingRows rows,
      BillingAccounts billingAccounts,
      AnyMethod anyMethod,
      ActorNames names,
      PageText text,
      TransactionTemplate tx) {
    this.directory = directory;
    this.history = history;
    this.rows = rows;
    this.billingAccounts = billingAccounts;
    this.anyMethod = anyMethod;
    this.names = names;
    this.text = text;
    this.tx = tx;
  }

  /**
   * A workspace with who paid for it.
   *
   * @param releasable whether a cloud account pays, and it is not released yet
   */
  record View(
      BillingRows.Row workspace, String createdAt, List<Bound> bindings, boolean releasable) {}

  /**
   * A binding.
   *
   * @param agreement that paid; empty where the billing account itself did
   * @param account the username of the billing account
   */
  record Bound(
      @Nullable String agreement,
      String account,
      String since,
      @Nullable String until,
      String startedBy,
      String startedWhy,
      @Nullable String endedBy,
      @Nullable String endedWhy,
      @Nullable String release) {}

  /**
   * A billing account.
   *
   * @param any who switched 结算方式任意选择 on, when and why; empty while it is off
   */
  record Account(
      String id,
      String username,
      String company,
      String email,
      String currency,
      String site,
      @Nullable String any) {}

  /** One workspace; empty if there is none. */
  Optional<View> find(WorkspaceId id, Language language) {
    return tx.execute(_ -> directory.find(id).map(it -> view(it, language)));
  }

  private View view(WorkspaceDirectory.Found it, Language language) {
    List<BindingHistory.Entry> entries = history.of(it.id(), HISTORY_MAX);
    boolean releasable =
        entries.stream()
            .findFirst()
            .filter(entry -> entry.until() == null && entry.release() == null)
            .filter(entry -> entry.payer() instanceof Payer.CloudAccount)
            .isPresent();
    return new View(
        rows.of(List.of(it), language).getFirst(),
        text.tableTime(it.createdAt(), ZoneOffset.UTC, language),
        entries.stream().map(entry -> bound(entry, language)).toList(),
        releasable);
  }

  private Bound bound(BindingHistory.Entry it, Language language) {
    BindingHistory.Release release = it.release();
    return new Bound(
        it.payer() instanceof Payer.CloudAccount(BillingAccountId _, AgreementId agreement)
            ? agreement.value()
            : null,
        billingAccounts
            .find(it.payer().billingAccount())
            .map(BillingAccount::username)
            .orElse(it.payer().billingAccount().value()),
        text.tableTime(it.since(), ZoneOffset.UTC, language),
        it.until() == null ? null : text.tableTime(it.until(), ZoneOffset.UTC, language),
        names.of(it.startedBy(), language),
        it.startedWhy().name(),
        it.endedBy() == null ? null : names.of(it.endedBy(), language),
        it.endedWhy() == null ? null : it.endedWhy().name(),
        release == null
            ? null
            : text.text(
                "operator-workspace.released",
                language,
                names.of(release.by(), language),
                text.tableTime(release.at(), ZoneOffset.UTC, language),
                release.reason()));
  }

  /** One billing account; empty if there is none. */
  Optional<Account> account(BillingAccountId id, Language language) {
    return tx.execute(_ ->
        billingAccounts
            .find(id)
            .map(it ->
                new Account(
                    it.id().value(),
                    it.username(),
                    it.company(),
                    it.email(),
                    it.currency().getCurrencyCode(),
                    it.site().value(),
                    anyMethod
                        .of(id)
                        .map(on ->
                            text.text(
                                "operator-account.any.on",
                                language,
                                names.of(on.by(), language),
                                text.tableTime(on.at(), ZoneOffset.UTC, language),
                                on.reason()))
                        .orElse(null))));
  }
}
