package io.countinghouse.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an event is refused: a closed list that senders may rely on. */
enum RefusalReason {
  /** It is no JSON that can be read. */
  NOT_JSON,
  /** Its line is longer than a line may be. */
  LINE_TOO_LONG,
  /** It is no JSON object. */
  NOT_AN_OBJECT,
  /** {@code specversion} is not "1.0". */
  SPECVERSION,
  /** {@code id} is missing, too long, or holds what no id can. */
  ID,
  /** {@code source} is missing, too long, or no URI reference. */
  SOURCE,
  /** {@code type} is not ours. */
  TYPE,
  /** {@code subject} is no workspace id. */
  SUBJECT,
  /** {@code time} is missing or not RFC 3339. */
  TIME,
  /** {@code time} is further ahead than clocks may differ. */
  TIME_AHEAD,
  /** {@code time} is further back than usage may be reported. */
  TIME_TOO_OLD,
  /** {@code datacontenttype} is not JSON. */
  DATACONTENTTYPE,
  /** {@code data} is missing, no object, or has a member we do not know. */
  DATA,
  /** {@code data.id} of a void is no id, or its own. */
  TARGET,
  /** What {@code data.id} of a void names was used further back than it may be taken back. */
  TARGET_TOO_OLD,
  /** {@code data.item} is none of ours. */
  ITEM,
  /** {@code data.quantity} is no decimal string in range. */
  QUANTITY,
  /** {@code data.retention} is missing, malformed, or given for an item without. */
  RETENTION,
  /** {@code data.measure} is none of the item's. */
  MEASURE,
  /** The same source used this id before for something else. */
  ID_REUSED;

  /** The reason as it is answered, and as metrics are labelled. */
  @JsonValue
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
