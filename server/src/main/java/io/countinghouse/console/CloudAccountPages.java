package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.CloudAccount;
import io.countinghouse.settlement.CloudAccounts;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.WorkspaceDirectory;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what the pages of cloud accounts show. */
@Component
class CloudAccountPages {

  /** So many of its workspaces are named with a cloud account; a link leads to the others. */
  private static final int NAMED_MAX = 20;

  /** So many workspaces can be chosen from on a page. */
  static final int CHOICE_MAX = 25;

  private final CloudAccounts cloudAccounts;
  private final Agreements agreements;
  private final Products products;
  private final WorkspaceDirectory directory;
  private final BillingRows rows;
  private final MethodChanges changes;
  private final MethodRefusals refusals;
  private final Sites sites;
  private final PageText text;
  private final TransactionTemplate tx;

  CloudAccountPages(
      CloudAccounts cloudAccounts,
      Agreements agreements,
      Products products,
      WorkspaceDirectory directory,
      BillingRows rows,
      MethodChanges changes,
      MethodRefusals refusals,
      Sites sites,
      PageText text,
      TransactionTemplate tx) {
    this.cloudAccounts = cloudAccounts;
    this.agreements = agreements;
    this.products = products;
    this.directory = directory;
    this.rows = rows;
    this.changes = changes;
    this.refusals = refusals;
    this.sites = sites;
    this.text = text;
    this.tx = tx;
  }

  /**
   * An AWS account with its agreements.
   *
   * @param awsAccount empty while AWS has not told
   */
  record Group(String awsAccount, List<Held> agreements) {}

  /**
   * A cloud account: one agreement.
   *
   * @param usable whether workspaces can be bound to it
   * @param workspaces the first of those that it pays or is to pay for
   * @param more whether there are others
   */
  record Held(
      String agreement,
      String product,
      @Nullable String awsAccount,
      String state,
      String badge,
      String since,
      String manageUrl,
      boolean usable,
      List<BillingRows.Row> workspaces,
      boolean more) {}

  /**
   * A workspace to choose.
   *
   * @param refused why it cannot be bound now; empty when it can
   * @param now whether the cloud account pays for it
   * @param intended whether it is to, once AWS has confirmed
   */
  record Choice(
      BillingRows.Row workspace, @Nullable String refused, boolean now, boolean intended) {}

  /** The cloud accounts of a billing account, by AWS account. */
  List<Group> groups(BillingAccountId account, Language language) {
    return tx.execute(_ -> {
      Map<String, List<Held>> groups = new LinkedHashMap<>();
      for (CloudAccount one : cloudAccounts.of(account)) {
        Held held = held(one, zone(one), language);
        groups
            .computeIfAbsent(
                Objects.requireNonNullElse(held.awsAccount(), ""), _ -> new ArrayList<>())
            .add(held);
      }
      return groups.entrySet().stream().map(it -> new Group(it.getKey(), it.getValue())).toList();
    });
  }

  /** One cloud account; empty if the account does not hold it. */
  Optional<Held> find(BillingAccountId account, AgreementId agreement, Language language) {
    return tx.execute(_ ->
        cloudAccounts
            .heldBy(agreement)
            .filter(it -> it.billingAccount().equals(account))
            .map(it -> held(it, zone(it), language)));
  }

  /** The zone of the first site of the product's partition. */
  private ZoneId zone(CloudAccount one) {
    String partition =
        products.get(agreements.find(one.agreement()).orElseThrow().productCode()).partition();
    return sites.all().stream()
        .filter(site -> site.partition().equals(partition))
        .findFirst()
        .orElseGet(() -> sites.all().getFirst())
        .zone();
  }

  private Held held(CloudAccount account, ZoneId zone, Language language) {
    Agreement agreement = agreements.find(account.agreement()).orElseThrow();
    List<WorkspaceDirectory.Found> bound =
        directory.search(
            new WorkspaceDirectory.Wanted(
                account.billingAccount(), "", null, null, null, agreement.id()),
            null,
            NAMED_MAX + 1);
    return new Held(
        agreement.id().value(),
        SetUpProblems.title(products.get(agreement.productCode()), language),
        agreement.awsAccountId(),
        agreement.state().name(),
        OperatorRows.badge(agreement.state()),
        text.time(account.registeredAt(), zone, language),
        products.get(agreement.productCode()).manageUrl().toString(),
        SettlementMethods.isUsable(agreement.state()),
        rows.of(bound.stream().limit(NAMED_MAX).toList(), language),
        bound.size() > NAMED_MAX);
  }

  /** The workspaces of an account that a cloud account may be bound to, or why not. */
  List<Choice> choices(
      BillingAccountId account,
      AgreementId agreement,
      List<WorkspaceDirectory.Found> found,
      Language language) {
    List<BillingRows.Row> shown = tx.execute(_ -> rows.of(found, language));
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      WorkspaceDirectory.Found it = found.get(i);
      BillingRows.Row row = shown.get(i);
      String refused =
          changes
              .refusal(account, it.id(), Site.Method.AWS)
              .map(why -> refusals.words(why, sites.get(it.site()), language))
              .orElse(null);
      boolean intended = agreement.equals(it.intended());
      choices.add(
          new Choice(
              row, refused, !intended && agreement.value().equals(row.agreement()), intended));
    }
    return choices;
  }
}
