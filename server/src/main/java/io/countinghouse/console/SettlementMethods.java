package io.countinghouse.console;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.CloudAccount;
import io.countinghouse.settlement.CloudAccounts;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.WorkspaceDirectory;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what the page 更改结算方式 shows. */
@Component
class SettlementMethods {

  private final WorkspaceDirectory directory;
  private final BillingRows rows;
  private final MethodChanges changes;
  private final MethodRefusals refusals;
  private final CloudAccounts cloudAccounts;
  private final Agreements agreements;
  private final Products products;
  private final Sites sites;
  private final TransactionTemplate tx;

  SettlementMethods(
      WorkspaceDirectory directory,
      BillingRows rows,
      MethodChanges changes,
      MethodRefusals refusals,
      CloudAccounts cloudAccounts,
      Agreements agreements,
      Products products,
      Sites sites,
      TransactionTemplate tx) {
    this.directory = directory;
    this.rows = rows;
    this.changes = changes;
    this.refusals = refusals;
    this.cloudAccounts = cloudAccounts;
    this.agreements = agreements;
    this.products = products;
    this.sites = sites;
    this.tx = tx;
  }

  /**
   * The page.
   *
   * @param awsRefused why no cloud account may pay now; empty when one may
   * @param accounts 已登记云账号
   * @param billingCenterRefused why the billing account itself may not pay; empty when it may
   * @param billingCenterNow whether it pays now
   */
  record View(
      BillingRows.Row workspace,
      @Nullable String awsRefused,
      List<Registered> accounts,
      @Nullable String billingCenterRefused,
      boolean billingCenterNow) {

    /** Whether anything can be chosen. */
    public boolean changeable() {
      return (billingCenterRefused == null && !billingCenterNow)
          || (awsRefused == null && accounts.stream().anyMatch(Registered::choosable));
    }
  }

  /**
   * A registered cloud account.
   *
   * @param usable whether its subscription can take workspaces
   * @param now whether it pays for the workspace
   * @param intended whether it is to, once AWS has confirmed
   */
  record Registered(
      String agreement,
      String product,
      @Nullable String awsAccount,
      String state,
      boolean usable,
      boolean now,
      boolean intended) {

    /** Whether it can be chosen. */
    public boolean choosable() {
      return usable && !now && !intended;
    }
  }

  /** The page of a workspace of an account; empty for anybody else's. */
  Optional<View> of(BillingAccountId account, WorkspaceId id, Language language) {
    return tx.execute(_ ->
        directory
            .find(id)
            .filter(it -> account.equals(it.account()))
            .map(it -> view(account, it, language)));
  }

  private View view(BillingAccountId account, WorkspaceDirectory.Found it, Language language) {
    boolean locked = BillingRows.isLocked(it.lock());
    return new View(
        rows.of(List.of(it), language).getFirst(),
        refusal(account, it, Site.Method.AWS, language),
        cloudAccounts.of(account).stream().map(one -> registered(one, it, language)).toList(),
        refusal(account, it, Site.Method.BILLING_CENTER, language),
        it.payer() instanceof Payer.BillingCenter && !locked);
  }

  private @Nullable String refusal(
      BillingAccountId account,
      WorkspaceDirectory.Found it,
      Site.Method method,
      Language language) {
    return changes
        .refusal(account, it.id(), method)
        .map(refused -> refusals.words(refused, sites.get(it.site()), language))
        .orElse(null);
  }

  private Registered registered(
      CloudAccount account, WorkspaceDirectory.Found it, Language language) {
    Agreement agreement = agreements.find(account.agreement()).orElseThrow();
    return new Registered(
        agreement.id().value(),
        SetUpProblems.title(products.get(agreement.productCode()), language),
        agreement.awsAccountId(),
        agreement.state().name(),
        isUsable(agreement.state()),
        it.payer() instanceof Payer.CloudAccount paying
            && paying.agreement().equals(agreement.id()),
        agreement.id().equals(it.intended()));
  }

  /** Where to subscribe: the products of the partition of the workspace's site first. */
  List<SetUpProblems.SubscribeLink> subscribeLinks(WorkspaceId id, Language language) {
    String partition =
        tx.execute(_ -> sites.get(directory.find(id).orElseThrow().site())).partition();
    return products.all().stream()
        .sorted(Comparator.comparing(product -> !product.partition().equals(partition)))
        .map(product -> SetUpProblems.SubscribeLink.of(product, language))
        .toList();
  }

  /** Whether workspaces can be bound to a subscription in this state. */
  static boolean isUsable(AgreementState state) {
    return switch (state) {
      case PENDING, ACTIVE -> true;
      case ENDING, ENDED, FAILED, SUCCEEDED -> false;
    };
  }
}
