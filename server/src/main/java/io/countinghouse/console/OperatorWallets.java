package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.Operators;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.wallet.Proposal;
import io.countinghouse.wallet.Proposals;
import io.countinghouse.wallet.WalletChecks;
import io.countinghouse.wallet.Wallets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of wallets. */
@Service
class OperatorWallets {

  private static final int PAGE_SIZE = 50;
  private static final int SHOWN_MAX = 100;

  private final Wallets wallets;
  private final Proposals proposals;
  private final WalletChecks checks;
  private final BillingAccounts accounts;
  private final Operators operators;
  private final OperatorRows rows;
  private final PageText text;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  OperatorWallets(
      Wallets wallets,
      Proposals proposals,
      WalletChecks checks,
      BillingAccounts accounts,
      Operators operators,
      OperatorRows rows,
      PageText text,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.wallets = wallets;
    this.proposals = proposals;
    this.checks = checks;
    this.accounts = accounts;
    this.operators = operators;
    this.rows = rows;
    this.text = text;
    this.tx = tx;
    this.clock = clock;
  }

  /** A wallet in the list. */
  record AccountRow(String id, String username, String balance) {}

  /**
   * A proposal.
   *
   * @param subject the bank's reference, or the reason
   * @param decidedBy empty while it is open
   */
  record ProposalRow(
      String id,
      String account,
      String username,
      String kind,
      String amount,
      String subject,
      @Nullable String paidOn,
      OperatorId enteredById,
      String enteredBy,
      String enteredAt,
      String state,
      @Nullable String decidedBy,
      @Nullable String decidedAt,
      @Nullable String rejection) {}

  /** An account in the books of a wallet; what it is off by, empty if it holds. */
  record LineRow(String side, String amount, @Nullable String difference) {}

  /** A wallet that is out of balance. */
  record WrongRow(String account, String difference) {}

  /** A wallet that waits for a charge, and since when. */
  record LateRow(String account, String since) {}

  /**
   * The page of all wallets.
   *
   * @param checkedAt when wallets were checked last; empty before the first check
   * @param next the username to go on after; empty on the last page
   */
  record All(
      List<ProposalRow> open,
      long checked,
      @Nullable String checkedAt,
      List<WrongRow> wrong,
      List<LateRow> late,
      List<AccountRow> accounts,
      @Nullable String next) {}

  /** What operators see of one wallet besides what its owner sees. */
  record Details(String currency, List<LineRow> lines, List<ProposalRow> proposals) {}

  All all(String search, String after, Language language) {
    return tx.execute(_ -> {
      List<Wallets.Listed> found = wallets.list(search, after, PAGE_SIZE + 1);
      List<Wallets.Listed> shown = found.stream().limit(PAGE_SIZE).toList();
      WalletChecks.Summary summary = checks.summary();
      return new All(
          proposals.open(SHOWN_MAX).stream().map(it -> row(it, language)).toList(),
          summary.checked(),
          rows.optionalTime(summary.lastAt(), language),
          checks.wrong(SHOWN_MAX).stream()
              .map(it -> new WrongRow(it.account().value(), text.money(it.difference(), language)))
              .toList(),
          checks.late(clock.now(), SHOWN_MAX).stream()
              .map(it -> new LateRow(it.account().value(), rows.time(it.since(), language)))
              .toList(),
          shown.stream()
              .map(it ->
                  new AccountRow(
                      it.account().value(), it.username(), text.money(it.balance(), language)))
              .toList(),
          found.size() > PAGE_SIZE ? shown.getLast().username() : null);
    });
  }

  Details details(BillingAccount account, Language language) {
    return tx.execute(_ ->
        new Details(
            account.currency().getCurrencyCode(),
            checks.of(account.id()).stream().map(it -> line(it, language)).toList(),
            Stream.of(Proposal.State.values())
                .flatMap(state -> proposals.of(account.id(), state, SHOWN_MAX).stream())
                .map(it -> row(it, language))
                .toList()));
  }

  /** A proposal of an account. */
  Optional<ProposalRow> proposal(BillingAccountId account, String id, Language language) {
    return tx.execute(_ ->
        proposals.find(id).filter(it -> it.account().equals(account)).map(it -> row(it, language)));
  }

  private LineRow line(WalletChecks.Line line, Language language) {
    Money off = line.booked().minus(line.found());
    return new LineRow(
        line.side().name(),
        text.money(line.booked(), language),
        line.holds() ? null : text.money(off, language));
  }

  private ProposalRow row(Proposal it, Language language) {
    String subject = it.bankReference() == null ? it.reason() : it.bankReference();
    return new ProposalRow(
        it.id(),
        it.account().value(),
        accounts.find(it.account()).map(BillingAccount::username).orElse(""),
        it.kind().name(),
        text.money(it.amount(), language),
        subject == null ? "" : subject,
        it.paidOn() == null ? null : text.day(it.paidOn(), language),
        it.enteredBy(),
        name(it.enteredBy()),
        rows.time(it.enteredAt(), language),
        it.state().name(),
        it.decidedBy() == null ? null : name(it.decidedBy()),
        rows.optionalTime(it.decidedAt(), language),
        it.rejection());
  }

  private String name(OperatorId id) {
    return operators.find(id).map(it -> it.username()).orElse(id.value());
  }
}
