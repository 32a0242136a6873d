package io.countinghouse.console;

import io.countinghouse.billing.Account;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementDirectory;
import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.BooksChecks;
import io.countinghouse.metering.MeteringRecords;
import io.countinghouse.settlement.Holdings;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of agreements. */
@Service
class OperatorAgreements {

  private static final int RECORDS_MAX = 25;
  private static final int MESSAGES_MAX = 100;
  private static final int WORKSPACES_MAX = 200;

  private final AgreementDirectory directory;
  private final MessageDirectory messages;
  private final Products products;
  private final Holdings holdings;
  private final BillingAccounts billingAccounts;
  private final Workspaces workspaces;
  private final BooksChecks checks;
  private final MeteringRecords records;
  private final OperatorRows rows;
  private final OperatorHours hours;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  OperatorAgreements(
      AgreementDirectory directory,
      MessageDirectory messages,
      Products products,
      Holdings holdings,
      BillingAccounts billingAccounts,
      Workspaces workspaces,
      BooksChecks checks,
      MeteringRecords records,
      OperatorRows rows,
      OperatorHours hours,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.directory = directory;
    this.messages = messages;
    this.products = products;
    this.holdings = holdings;
    this.billingAccounts = billingAccounts;
    this.workspaces = workspaces;
    this.checks = checks;
    this.records = records;
    this.rows = rows;
    this.hours = hours;
    this.clock = clock;
    this.tx = tx;
  }

  /** An agreement in a list. */
  record Row(
      String id,
      String product,
      String key,
      @Nullable String awsAccount,
      @Nullable String awsAgreement,
      @Nullable String offer,
      String state,
      String badge,
      String createdAt) {}

  /**
   * A field of an agreement.
   *
   * @param name of its label, after {@code agreement.}
   * @param id whether it is one to copy
   */
  record Field(String name, String value, boolean id) {}

  /** Who holds or held it. */
  record HolderRow(
      String account, String username, String company, String since, @Nullable String until) {}

  /** A workspace that it pays, paid or is to pay for. */
  record WorkspaceRow(
      String id,
      String name,
      String site,
      String since,
      @Nullable String until,
      boolean intended) {}

  /** What stands in an account of its books. */
  record BookRow(String account, String amount) {}

  /** A move in its life. */
  record MoveRow(String at, String from, String to, String badge, String cause) {}

  /** An AWS agreement id that was seen with it. */
  record LinkRow(String id, String since) {}

  /**
   * All that is known of an agreement.
   *
   * @param undecided whether it was renewed or replaced and hands over to none yet
   */
  record View(
      String id,
      String state,
      String badge,
      List<Field> fields,
      @Nullable String successor,
      boolean undecided,
      List<String> predecessors,
      List<HolderRow> holders,
      List<WorkspaceRow> workspaces,
      List<BookRow> books,
      List<LinkRow> links,
      List<MoveRow> moves,
      List<OperatorRows.MessageRow> messages,
      List<OperatorRows.RecordRow> records) {}

  List<AgreementDirectory.Found> search(
      AgreementDirectory.Wanted wanted, AgreementDirectory.@Nullable Cursor after, int limit) {
    return tx.execute(_ -> directory.search(wanted, after, limit));
  }

  Row row(AgreementDirectory.Found found, Language language) {
    Agreement agreement = found.agreement();
    return new Row(
        agreement.id().value(),
        productName(agreement.productCode()),
        OperatorRows.keyOf(agreement),
        agreement.awsAccountId(),
        agreement.terms().awsAgreementId(),
        agreement.terms().offerId(),
        agreement.state().name(),
        OperatorRows.badge(agreement.state()),
        rows.time(found.createdAt(), language));
  }

  private String productName(String code) {
    return products.ofCode(code).map(Product::id).orElse(code);
  }

  /** An agreement of ours; empty if there is none of that id. */
  Optional<View> find(AgreementId id, Language language) {
    return tx.execute(_ -> directory.find(id).map(found -> view(found, language)));
  }

  private View view(AgreementDirectory.Found found, Language language) {
    Agreement agreement = found.agreement();
    AgreementId id = agreement.id();
    AgreementId successor = agreement.successor();
    return new View(
        id.value(),
        agreement.state().name(),
        OperatorRows.badge(agreement.state()),
        fields(found, language),
        successor == null ? null : successor.value(),
        successor == null && agreement.state() == AgreementState.SUCCEEDED,
        directory.predecessorsOf(id).stream().map(AgreementId::value).toList(),
        holders(id, language),
        workspaces(id, language),
        books(agreement, language),
        directory.linkedTo(id).stream()
            .map(it -> new LinkRow(it.awsAgreementId(), rows.time(it.linkedAt(), language)))
            .toList(),
        directory.movesOf(id).stream().map(it -> move(it, language)).toList(),
        rows.messages(messages.of(id, MESSAGES_MAX), language),
        records.newest(MeteringRecords.Wanted.of(id), null, RECORDS_MAX).stream()
            .map(it -> rows.of(it, language))
            .toList());
  }

  private List<Field> fields(AgreementDirectory.Found found, Language language) {
    Agreement agreement = found.agreement();
    Agreement.Terms terms = agreement.terms();
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("product", productName(agreement.productCode()), false));
    fields.add(new Field("product-code", agreement.productCode(), true));
    switch (agreement.key()) {
      case AgreementKey.Customer(String _, String identifier) ->
          fields.add(new Field("customer", identifier, true));
      case AgreementKey.License(var arn) -> fields.add(new Field("license", arn.value(), true));
    }
    add(fields, "aws-account", agreement.awsAccountId());
    add(fields, "aws-agreement", terms.awsAgreementId());
    add(fields, "offer", terms.offerId());
    fields.add(new Field("free-trial", terms.freeTrial() ? "✓" : "–", false));
    add(fields, "starts", terms.startsAt(), language);
    add(fields, "ends", terms.endsAt(), language);
    add(fields, "created", found.createdAt(), language);
    add(fields, "period-started", agreement.periodStartedAt(), language);
    add(fields, "ending-since", agreement.endingSince(), language);
    hours.deadline(agreement, clock.now(), language).ifPresent(it -> fields.addAll(it.fields()));
    add(fields, "ended", agreement.endedAt(), language);
    return fields;
  }

  private static void add(List<Field> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.add(new Field(name, value, true));
    }
  }

  private void add(List<Field> fields, String name, @Nullable Instant at, Language language) {
    if (at != null) {
      fields.add(new Field(name, rows.time(at, language), false));
    }
  }

  private List<HolderRow> holders(AgreementId id, Language language) {
    List<HolderRow> holders = new ArrayList<>();
    for (Holdings.Holder holder : holdings.holdersOf(id)) {
      BillingAccount account = billingAccounts.find(holder.account()).orElseThrow();
      holders.add(
          new HolderRow(
              account.id().value(),
              account.username(),
              account.company(),
              rows.time(holder.since(), language),
              rows.optionalTime(holder.until(), language)));
    }
    return holders;
  }

  private List<WorkspaceRow> workspaces(AgreementId id, Language language) {
    List<Holdings.Settled> settled = holdings.workspacesOf(id, WORKSPACES_MAX);
    List<WorkspaceId> ids = settled.stream().map(Holdings.Settled::workspace).distinct().toList();
    Map<WorkspaceId, Workspace> known =
        workspaces.all(ids).stream().collect(Collectors.toMap(Workspace::id, Function.identity()));
    List<WorkspaceRow> found = new ArrayList<>();
    for (Holdings.Settled it : settled) {
      Workspace workspace = known.get(it.workspace());
      if (workspace == null) {
        throw new IllegalStateException("workspace " + it.workspace() + " has no row");
      }
      found.add(
          new WorkspaceRow(
              it.workspace().value(),
              workspace.name(),
              workspace.site().value(),
              rows.time(it.since(), language),
              rows.optionalTime(it.until(), language),
              it.intended()));
    }
    return found;
  }

  /** The workspaces that an agreement pays or is to pay for now. */
  List<WorkspaceRow> settledNow(AgreementId id, Language language) {
    return tx.execute(
        _ -> workspaces(id, language).stream().filter(it -> it.until() == null).toList());
  }

  private List<BookRow> books(Agreement agreement, Language language) {
    List<BookRow> shown = new ArrayList<>();
    products
        .ofCode(agreement.productCode())
        .map(product -> checks.balances(agreement.id(), product.currency()))
        .ifPresent(balances ->
            balances.forEach((account, it) -> {
              Money held = account == Account.ACCRUED ? Money.zero(it.currency()).minus(it) : it;
              shown.add(new BookRow(account.name(), rows.money(held, language)));
            }));
    return shown;
  }

  private MoveRow move(AgreementDirectory.Move move, Language language) {
    return new MoveRow(
        rows.time(move.at(), language),
        move.from().name(),
        move.to().name(),
        OperatorRows.badge(move.to()),
        rows.moveCause(move.cause(), language));
  }
}
