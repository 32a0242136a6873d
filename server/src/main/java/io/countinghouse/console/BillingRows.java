package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.WorkspaceDirectory;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.LockState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes workspaces and who pays for them as rows of tables; in the caller's transaction. */
@Component
class BillingRows {

  private final Agreements agreements;
  private final Products products;
  private final Sites sites;
  private final PageText text;

  BillingRows(Agreements agreements, Products products, Sites sites, PageText text) {
    this.agreements = agreements;
    this.products = products;
    this.sites = sites;
    this.text = text;
  }

  /**
   * A workspace in a table.
   *
   * @param settled {@code aws}, {@code billing-center}, {@code none} or {@code intended}
   * @param product of the cloud account that pays, or is to pay
   * @param awsAccount of that cloud account, where it is known
   * @param agreement of that cloud account
   * @param since when the payer began, with the zone
   * @param lock the name of its {@link LockState}
   * @param intended the agreement that is to pay once AWS has confirmed it
   * @param account the billing account's username
   */
  record Row(
      String id,
      String name,
      String site,
      String plan,
      String settled,
      @Nullable String product,
      @Nullable String awsAccount,
      @Nullable String agreement,
      @Nullable String since,
      @Nullable String intended,
      boolean locked,
      String lock,
      @Nullable String account,
      @Nullable String accountId) {}

  /** Rows, in the order of what was found. */
  List<Row> of(List<WorkspaceDirectory.Found> found, Language language) {
    Set<AgreementId> ids = new HashSet<>();
    for (WorkspaceDirectory.Found one : found) {
      AgreementId agreement = agreementOf(one);
      if (agreement != null) {
        ids.add(agreement);
      }
    }
    Map<AgreementId, Agreement> known =
        agreements.all(ids).stream().collect(Collectors.toMap(Agreement::id, Function.identity()));
    return found.stream().map(it -> row(it, known, language)).toList();
  }

  private Row row(
      WorkspaceDirectory.Found it, Map<AgreementId, Agreement> known, Language language) {
    Site site = sites.get(it.site());
    AgreementId id = agreementOf(it);
    Agreement agreement = id == null ? null : known.get(id);
    return new Row(
        it.id().value(),
        it.name(),
        site.name(language),
        it.plan().name(),
        settled(it),
        agreement == null
            ? null
            : SetUpProblems.title(products.get(agreement.productCode()), language),
        agreement == null ? null : agreement.awsAccountId(),
        id == null ? null : id.value(),
        it.since() == null ? null : text.time(it.since(), site.zone(), language),
        it.intended() == null ? null : it.intended().value(),
        isLocked(it.lock()),
        it.lock().name(),
        it.username(),
        it.account() == null ? null : it.account().value());
  }

  /** Whether a new payer unlocks it. */
  static boolean isLocked(LockState state) {
    return switch (state) {
      case OPEN, DISSOLVED -> false;
      case LOCKED, CLEARED -> true;
    };
  }

  private static String settled(WorkspaceDirectory.Found it) {
    return switch (it.payer()) {
      case null -> it.intended() == null ? "none" : "intended";
      case Payer.BillingCenter _ -> "billing-center";
      case Payer.CloudAccount _ -> "aws";
    };
  }

  private static @Nullable AgreementId agreementOf(WorkspaceDirectory.Found it) {
    return switch (it.payer()) {
      case null -> it.intended();
      case Payer.BillingCenter _ -> null;
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> id;
    };
  }
}
