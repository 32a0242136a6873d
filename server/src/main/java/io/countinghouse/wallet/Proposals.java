package io.countinghouse.wallet;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Top-ups and corrections: one operator enters them, another one approves or rejects them, and only
 * then the balance moves. Within the caller's transaction.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Proposals {

  /** Above it somebody has typed a digit too many. */
  public static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000");

  private static final int WORDS_MAX = 500;

  private final ProposalTable table;
  private final WalletLedger ledger;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final BusinessClock clock;

  Proposals(
      ProposalTable table,
      WalletLedger ledger,
      AuditTrail audit,
      ApplicationEventPublisher events,
      BusinessClock clock) {
    this.table = table;
    this.ledger = ledger;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** What came of entering a top-up. */
  public sealed interface Entering {

    /** It waits for another operator. */
    record Entered(String id) implements Entering {}

    /** The transfer was entered before, as this one. */
    record Known(Proposal before) implements Entering {}
  }

  /** What came of a decision. */
  public enum Decision {
    DONE,
    /** There is no such proposal. */
    UNKNOWN,
    /** Somebody decided on it before. */
    NOT_OPEN,
    /** Whoever entered it must not approve it. */
    SAME_OPERATOR
  }

  /** Whether an amount can be booked: in whole coins, not zero, and not absurdly large. */
  public static boolean isBookable(Money amount) {
    return amount.signum() != 0
        && Coins.isWhole(amount)
        && amount.amount().abs().compareTo(AMOUNT_MAX) <= 0;
  }

  /**
   * Enters a bank transfer.
   *
   * @param amount what came in, above 0, in the currency of the account
   * @param paidOn the day on which it came in
   * @throws IllegalArgumentException if the amount cannot be booked
   */
  public Entering topUp(
      BillingAccountId account,
      Money amount,
      BankReference reference,
      LocalDate paidOn,
      OperatorId by) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("a top-up is above 0: " + amount);
    }
    Proposal proposal =
        proposed(account, Proposal.Kind.TOP_UP, amount, reference.value(), paidOn, null, by);
    Optional<Proposal> before = insertedBefore(proposal, reference);
    if (before.isPresent()) {
      return new Entering.Known(before.get());
    }
    record(by, "wallet.top-up-entered", proposal, Map.of("bankReference", reference.value()));
    return new Entering.Entered(proposal.id());
  }

  /** Inserts a top-up; if its transfer was entered before, the one that was. */
  private Optional<Proposal> insertedBefore(Proposal proposal, BankReference reference) {
    while (!table.insert(proposal)) {
      Optional<Proposal> before = table.ofReference(reference);
      if (before.isPresent()) {
        return before;
      }
      // It was rejected between the two looks, which leaves the reference free.
    }
    return Optional.empty();
  }

  /**
   * Enters a correction.
   *
   * @param amount what the balance is to change by, of either sign
   * @param reason why, for people
   * @return its id; empty if one of the same account, amount and reason waits for a decision
   * @throws IllegalArgumentException if the amount cannot be booked or the reason is not of 1 to
   *     500 characters
   */
  public Optional<String> correction(
      BillingAccountId account, Money amount, String reason, OperatorId by) {
    String why = checked(reason);
    Proposal proposal = proposed(account, Proposal.Kind.CORRECTION, amount, null, null, why, by);
    if (!table.insert(proposal)) {
      return Optional.empty();
    }
    record(by, "wallet.correction-entered", proposal, Map.of("reason", why));
    return Optional.of(proposal.id());
  }

  private Proposal proposed(
      BillingAccountId account,
      Proposal.Kind kind,
      Money amount,
      @Nullable String reference,
      @Nullable LocalDate paidOn,
      @Nullable String reason,
      OperatorId by) {
    if (!isBookable(amount)) {
      throw new IllegalArgumentException("cannot be booked: " + amount);
    }
    return new Proposal(
        Ids.next("prop"),
        account,
        kind,
        amount,
        reference,
        paidOn,
        reason,
        by,
        clock.now(),
        Proposal.State.PROPOSED,
        null,
        null,
        null);
  }

  /** Approves an open one, which moves the balance; the one who entered it must not. */
  public Decision approve(String id, OperatorId by) {
    Proposal found = table.lock(id).orElse(null);
    Optional<Decision> refused = refusal(found);
    if (found == null || refused.isPresent()) {
      return refused.orElse(Decision.UNKNOWN);
    }
    if (found.enteredBy().equals(by)) {
      return Decision.SAME_OPERATOR;
    }
    Instant now = clock.now();
    table.decide(id, Proposal.State.APPROVED, by, null, now);
    Side from =
        switch (found.kind()) {
          case TOP_UP -> Side.TOP_UPS;
          case CORRECTION -> Side.CORRECTIONS;
        };
    WalletLedger.Standing after =
        ledger.add(ledger.lock(found.account()), from, found.amount(), id, now);
    record(by, "wallet.approved", found, Map.of("balance", after.balance().toString()));
    if (found.kind() == Proposal.Kind.TOP_UP) {
      events.publishEvent(new ToppedUp(found.account(), id, found.amount(), after.balance(), now));
    }
    return Decision.DONE;
  }

  /**
   * Rejects an open one; the balance stays.
   *
   * @param reason why, for people
   * @throws IllegalArgumentException if it is not of 1 to 500 characters
   */
  public Decision reject(String id, String reason, OperatorId by) {
    String why = checked(reason);
    Proposal found = table.lock(id).orElse(null);
    Optional<Decision> refused = refusal(found);
    if (found == null || refused.isPresent()) {
      return refused.orElse(Decision.UNKNOWN);
    }
    if (found.enteredBy().equals(by)) {
      return Decision.SAME_OPERATOR;
    }
    table.decide(id, Proposal.State.REJECTED, by, why, clock.now());
    record(by, "wallet.rejected", found, Map.of("reason", why));
    return Decision.DONE;
  }

  private static Optional<Decision> refusal(@Nullable Proposal found) {
    if (found == null) {
      return Optional.of(Decision.UNKNOWN);
    }
    return found.state() == Proposal.State.PROPOSED
        ? Optional.empty()
        : Optional.of(Decision.NOT_OPEN);
  }

  private void record(OperatorId by, String action, Proposal it, Map<String, String> more) {
    Map<String, String> details = new HashMap<>(more);
    details.put("proposal", it.id());
    details.put("kind", it.kind().name());
    details.put("amount", it.amount().toString());
    audit.record(Actor.operator(by), action, it.account().value(), details);
  }

  /** A proposal, whatever came of it. */
  public Optional<Proposal> find(String id) {
    return table.find(id);
  }

  /** Those nobody decided on yet, the oldest first. */
  public List<Proposal> open(int limit) {
    return table.open(limit);
  }

  /** Those of an account in a state, the latest first. */
  public List<Proposal> of(BillingAccountId account, Proposal.State state, int limit) {
    return table.of(account, state, limit);
  }

  private static String checked(String words) {
    String checked = words.strip();
    if (checked.isEmpty() || checked.length() > WORDS_MAX) {
      throw new IllegalArgumentException("words of 1 to 500 characters, please");
    }
    return checked;
  }
}
