package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Sites;
import io.countinghouse.wallet.Movement;
import io.countinghouse.wallet.Proposal;
import io.countinghouse.wallet.Proposals;
import io.countinghouse.wallet.WalletSettings;
import io.countinghouse.wallet.Wallets;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what a billing account and operators see of a wallet. */
@Service
class WalletPages {

  private static final int PAGE_SIZE = 50;
  private static final int FILE_PAGE = 1_000;
  private static final int PROPOSALS_MAX = 100;
  private static final List<String> COLUMNS =
      List.of("number", "at", "what", "workspace", "day", "note", "amount", "balance", "currency");

  private final Wallets wallets;
  private final Proposals proposals;
  private final BillingAccounts accounts;
  private final Workspaces workspaces;
  private final Sites sites;
  private final WalletSettings settings;
  private final PageText text;
  private final TransactionTemplate tx;

  WalletPages(
      Wallets wallets,
      Proposals proposals,
      BillingAccounts accounts,
      Workspaces workspaces,
      Sites sites,
      WalletSettings settings,
      PageText text,
      TransactionTemplate tx) {
    this.wallets = wallets;
    this.proposals = proposals;
    this.accounts = accounts;
    this.workspaces = workspaces;
    this.sites = sites;
    this.settings = settings;
    this.text = text;
    this.tx = tx;
  }

  /**
   * A movement as shown.
   *
   * @param kind of its words, after {@code wallet.kind.}
   * @param subject the workspace's name, the bank's reference or the reason
   * @param day that it is for or on which it came in
   * @param corrections what of it is of days before; empty for nothing
   */
  record Row(
      long number,
      String at,
      String kind,
      String subject,
      @Nullable String day,
      @Nullable String corrections,
      String amount,
      String balance) {}

  /** A top-up that waits to be approved. */
  record Waiting(String reference, String paidOn, String amount, String since) {}

  /**
   * The wallet of a billing account.
   *
   * @param owed whether the balance is below zero
   * @param zone in which times are told
   * @param bank where to transfer money to; empty if operators have set none
   * @param next the number to go on before; empty on the last page
   */
  record View(
      String account,
      String username,
      String balance,
      boolean owed,
      String uncharged,
      String zone,
      WalletSettings.@Nullable BankAccount bank,
      List<Waiting> waiting,
      List<Row> rows,
      @Nullable Long next) {}

  /**
   * A page of the wallet.
   *
   * @param before the number of the last movement of the page before; empty for the first page
   * @throws PageNotFoundException if there is no such account
   */
  View view(BillingAccountId id, @Nullable Long before, Language language) {
    return tx.execute(_ -> {
      BillingAccount account = account(id);
      ZoneId zone = sites.get(account.site()).zone();
      List<Movement> found = wallets.movements(account, before, PAGE_SIZE + 1);
      List<Movement> shown = found.stream().limit(PAGE_SIZE).toList();
      Money balance = wallets.balance(account);
      return new View(
          id.value(),
          account.username(),
          text.money(balance, language),
          balance.signum() < 0,
          text.money(wallets.uncharged(account), language),
          zone.getId(),
          settings.bankAccount(account.currency()).orElse(null),
          waiting(id, zone, language),
          rows(shown, zone, language),
          found.size() > PAGE_SIZE ? shown.getLast().number() : null);
    });
  }

  BillingAccount account(BillingAccountId id) {
    return accounts
        .find(id)
        .orElseThrow(() -> new PageNotFoundException("there is no such billing account"));
  }

  private List<Waiting> waiting(BillingAccountId id, ZoneId zone, Language language) {
    return proposals.of(id, Proposal.State.PROPOSED, PROPOSALS_MAX).stream()
        .filter(it -> it.kind() == Proposal.Kind.TOP_UP)
        .map(it ->
            new Waiting(
                Objects.requireNonNull(it.bankReference()),
                text.day(Objects.requireNonNull(it.paidOn()), language),
                text.money(it.amount(), language),
                text.tableTime(it.enteredAt(), zone, language)))
        .toList();
  }

  private List<Row> rows(List<Movement> movements, ZoneId zone, Language language) {
    Map<WorkspaceId, String> names = namesIn(movements);
    return movements.stream().map(it -> row(it, names, zone, language)).toList();
  }

  private Map<WorkspaceId, String> namesIn(List<Movement> movements) {
    List<WorkspaceId> ids =
        movements.stream()
            .flatMap(it ->
                it.cause() instanceof Movement.Cause.Usage usage
                    ? Stream.of(usage.workspace())
                    : Stream.empty())
            .distinct()
            .toList();
    Map<WorkspaceId, String> names = new HashMap<>();
    for (Workspace workspace : workspaces.all(ids)) {
      names.put(workspace.id(), workspace.name());
    }
    return names;
  }

  private Row row(Movement it, Map<WorkspaceId, String> names, ZoneId zone, Language language) {
    LocalDate day = day(it.cause());
    Money corrections = corrections(it.cause());
    return new Row(
        it.number(),
        text.tableTime(it.at(), zone, language),
        kind(it.cause()),
        subject(it.cause(), names),
        day == null ? null : text.day(day, language),
        corrections == null ? null : text.money(corrections, language),
        text.money(it.amount(), language),
        text.money(it.balance(), language));
  }

  private static String kind(Movement.Cause cause) {
    return switch (cause) {
      case Movement.Cause.Usage _ -> "USAGE";
      case Movement.Cause.TopUp _ -> "TOP_UP";
      case Movement.Cause.Correction _ -> "CORRECTION";
    };
  }

  private static String subject(Movement.Cause cause, Map<WorkspaceId, String> names) {
    return switch (cause) {
      case Movement.Cause.Usage usage ->
          names.getOrDefault(usage.workspace(), usage.workspace().value());
      case Movement.Cause.TopUp topUp -> topUp.bankReference();
      case Movement.Cause.Correction correction -> correction.reason();
    };
  }

  private static @Nullable LocalDate day(Movement.Cause cause) {
    return switch (cause) {
      case Movement.Cause.Usage usage -> usage.day();
      case Movement.Cause.TopUp topUp -> topUp.paidOn();
      case Movement.Cause.Correction _ -> null;
    };
  }

  private static @Nullable Money corrections(Movement.Cause cause) {
    return cause instanceof Movement.Cause.Usage usage && usage.corrections().signum() != 0
        ? usage.corrections()
        : null;
  }

  /** Writes all movements as a file, the latest first and a page at a time, however many. */
  void file(BillingAccountId id, Language language, Writer to) throws IOException {
    BillingAccount account = account(id);
    Csv csv = new Csv();
    csv.row(COLUMNS.stream().map(it -> text.text("wallet." + it, language)).toList());
    csv.pages(
        to,
        tx.execute(_ -> wallets.movements(account, null, FILE_PAGE)),
        page -> {
          Map<WorkspaceId, String> names = namesIn(page);
          page.forEach(it -> csv.row(cells(it, names, language)));
        },
        last -> tx.execute(_ -> wallets.movements(account, last.number(), FILE_PAGE)));
  }

  private List<String> cells(Movement it, Map<WorkspaceId, String> names, Language language) {
    boolean usage = it.cause() instanceof Movement.Cause.Usage;
    LocalDate day = day(it.cause());
    Money corrections = corrections(it.cause());
    String note = corrections == null ? "" : corrections.amount().toPlainString();
    String subject = subject(it.cause(), names);
    return List.of(
        Long.toString(it.number()),
        it.at().toString(),
        text.text("wallet.kind." + kind(it.cause()), language),
        usage ? subject : "",
        day == null ? "" : day.toString(),
        usage ? note.isEmpty() ? "" : text.text("wallet.corrections", language, note) : subject,
        it.amount().amount().toPlainString(),
        it.balance().amount().toPlainString(),
        it.amount().currency().getCurrencyCode());
  }
}
