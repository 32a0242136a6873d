package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.billing.Account;
import io.countinghouse.billing.Book;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.metering.Differences.Difference;
import io.countinghouse.metering.Differences.Quantities;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Closes differences of which AWS charged too much with a refund case of what they are worth.
 * Within the caller's transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class DifferenceRefunds {

  private final Differences differences;
  private final Agreements agreements;
  private final RefundCases refundCases;
  private final BusinessClock clock;
  private final JdbcClient jdbc;

  DifferenceRefunds(
      Differences differences,
      Agreements agreements,
      RefundCases refundCases,
      BusinessClock clock,
      JdbcClient jdbc) {
    this.differences = differences;
    this.agreements = agreements;
    this.refundCases = refundCases;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  /** What came of closing one. */
  public enum Outcome {
    DONE,
    /** It is not open any more, or there is none of that id. */
    NOT_OPEN,
    /** AWS did not charge too much, or the agreement is none of ours. */
    NOTHING_OWED,
    /** AWS did not accept our record of the hour: what is given back is decided on the record. */
    ON_THE_RECORD
  }

  /**
   * Closes an open case and opens a refund case of what it is worth.
   *
   * @param actor the person who does
   * @param reason why, for people; both cases keep it
   * @return what came of it; but for DONE nothing is changed
   */
  public Outcome close(long id, Actor actor, String reason) {
    Optional<Difference> found = differences.find(id).map(Differences.Case::difference);
    if (found.isEmpty()) {
      return Outcome.NOT_OPEN;
    }
    if (!found.get().isOvercharge()) {
      return Outcome.NOTHING_OWED;
    }
    AgreementId agreement = Objects.requireNonNull(found.get().agreement());
    Quantities quantities = Objects.requireNonNull(found.get().quantities());
    agreements.lock(agreement);
    if (isDecidedOnTheRecord(agreement, quantities)) {
      return Outcome.ON_THE_RECORD;
    }
    if (!differences.close(id, actor, reason)) {
      return Outcome.NOT_OPEN;
    }
    // None of our records charged what AWS did, as where a decision opens one: it is uncollected.
    String refundCase =
        refundCases.open(
            new Book(agreement, quantities.dimension()),
            Account.UNCOLLECTED,
            quantities.amount(),
            EntryCause.difference(id),
            actor,
            reason,
            clock.now());
    differences.refunded(id, refundCase);
    return Outcome.DONE;
  }

  /**
   * The difference is not what AWS charged too much where our own record may still come to count,
   * or where a refund case was opened for it. One that was owed again, handled or written off since
   * counts for nothing of ours, and its page offers nothing any more.
   */
  private boolean isDecidedOnTheRecord(AgreementId agreement, Quantities quantities) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM metering.record
               WHERE agreement_id = :agreement AND dimension = :dimension AND hour = :hour
                 AND state NOT IN ('ACCEPTED', 'EXPIRED', 'WITHHELD')
                 AND (resolution IS NULL OR resolution = 'REFUND_CASE'))\
            """)
        .param("agreement", agreement.value())
        .param("dimension", quantities.dimension())
        .param("hour", SqlTime.utc(quantities.hour().start()))
        .query(Boolean.class)
        .single();
  }
}
