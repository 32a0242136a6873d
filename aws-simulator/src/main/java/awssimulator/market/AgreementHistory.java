package awssimulator.market;

import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What happened to agreements; only ever added to. */
@Component
public final class AgreementHistory {
  private final Database database;

  /** What may happen to an agreement. */
  public enum What {
    /** The buyer accepted the offer. */
    ACCEPTED,
    /** AWS waits for the payment. */
    PAYMENT_OPEN,
    /** The payment was made after all. */
    PAID,
    /** The payment failed. */
    PAYMENT_FAILED,
    /** It began. */
    STARTED,
    /** Its held messages were sent. */
    RELEASED,
    /** Its terms changed. */
    AMENDED,
    /** The buyer accepted other terms under the same agreement. */
    UPGRADED,
    /** Its end was told. */
    ENDING,
    /** Its licence was taken away. */
    DEPROVISIONED,
    /** It is over. */
    ENDED,
    /** The buyer came back. */
    RETURNED,
    /** A renewal took its place, or it was renewed. */
    RENEWED,
    /** Another agreement took its place. */
    REPLACED,
    /** AWS suspended it. */
    SUSPENDED,
    /** AWS lifted the suspension. */
    RESUMED,
    /** AWS issued an advisory. */
    ADVISORY_ISSUED,
    /** AWS resolved the advisory. */
    ADVISORY_RESOLVED,
    /** The seller's wish to cancel it changed. */
    CANCELLATION_REQUEST,
    /** A message about it was written. */
    MESSAGE
  }

  /**
   * One thing that happened.
   *
   * @param at when, in business time
   * @param detail what more there is to say: a message's kind, an id, a status; may be empty
   */
  public record Entry(Instant at, What what, String detail) {}

  AgreementHistory(Database database) {
    this.database = database;
  }

  /** Adds an entry in the open transaction. */
  void add(String agreementId, Instant at, What what, String detail) {
    database
        .sql()
        .sql(
            """
            INSERT INTO agreement_history (agreement_id, at, what, detail)
            VALUES (:agreement, :at, :what, :detail)
            """)
        .param("agreement", agreementId)
        .param("at", at.toEpochMilli())
        .param("what", what.name())
        .param("detail", detail)
        .update();
  }

  /** What happened to an agreement, in the order of happening. */
  public List<Entry> of(String agreementId) {
    return database.transact(() ->
        database
            .sql()
            .sql("SELECT * FROM agreement_history WHERE agreement_id = :agreement ORDER BY seq")
            .param("agreement", agreementId)
            .query((row, _) ->
                new Entry(
                    Rows.instant(row, "at"),
                    What.valueOf(Rows.text(row, "what")),
                    Rows.text(row, "detail")))
            .list());
  }
}
