package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Hour;
import java.time.Instant;

/** What an entry of the books may be for. */
public enum EntryCause {
  /** Usage was read; of nothing. */
  READING,
  /** The metering record of an hour was made; of the hour's start. */
  RECORD_MADE,
  /** A metering record was sent or answered, or became too old; of the record's id. */
  RECORD,
  /** An operator decided on a metering record; of the record's id. */
  DECISION,
  /** The period of an agreement ended; of its start. */
  PERIOD_END,
  /** All went to another agreement; of its id. */
  HANDED_TO,
  /** All came from another agreement; of its id. */
  HANDED_BY,
  /** AWS charged more than it accepted; of the difference's id. */
  DIFFERENCE;

  /** Usage was read. */
  static Cause<EntryCause> reading() {
    return new Cause<>(READING, "");
  }

  /** The record of an hour was made. */
  public static Cause<EntryCause> recordMade(Hour hour) {
    return new Cause<>(RECORD_MADE, hour.start().toString());
  }

  /** A record was sent or answered, or became too old. */
  public static Cause<EntryCause> record(String id) {
    return new Cause<>(RECORD, id);
  }

  /** An operator decided on a record. */
  public static Cause<EntryCause> decision(String recordId) {
    return new Cause<>(DECISION, recordId);
  }

  /**
   * The period of an agreement ended.
   *
   * @param since when the period had started
   */
  public static Cause<EntryCause> periodEnd(Instant since) {
    return new Cause<>(PERIOD_END, since.toString());
  }

  /** AWS charged more than it accepted, and an operator closed that difference. */
  public static Cause<EntryCause> difference(long id) {
    return new Cause<>(DIFFERENCE, Long.toString(id));
  }

  static Cause<EntryCause> handedTo(AgreementId other) {
    return new Cause<>(HANDED_TO, other.value());
  }

  static Cause<EntryCause> handedBy(AgreementId other) {
    return new Cause<>(HANDED_BY, other.value());
  }
}
