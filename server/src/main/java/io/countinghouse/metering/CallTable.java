package io.countinghouse.metering;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.metering.RecordTable.OnItsWay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code metering.call} and {@code metering.record_call}: each call, and its records.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class CallTable {

  private final JdbcClient jdbc;

  CallTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What came of a call, in a word. */
  enum Outcome {
    ANSWERED,
    REJECTED,
    THROTTLED,
    MISCONFIGURED,
    NOT_SENT,
    UNANSWERED
  }

  /**
   * An answer as it is stored.
   *
   * @param status AWS's HTTP status; empty if there was none
   * @param error AWS's name for it; empty if there was none
   * @param text what AWS, or our own client, said
   */
  record Answer(Outcome outcome, @Nullable Integer status, @Nullable String error, String text) {}

  /** Stores a call that is about to be made, with the records it carries; its id. */
  long store(String productCode, String request, List<OnItsWay> records, Instant now) {
    long id =
        jdbc.sql(
                """
                INSERT INTO metering.call (product_code, request, sent_at)
                VALUES (:product, :request, :now) RETURNING id\
                """)
            .param("product", productCode)
            .param("request", request)
            .param("now", SqlTime.utc(now))
            .query(Long.class)
            .single();
    jdbc.sql("INSERT INTO metering.record_call (record_id, call_id) SELECT unnest(:ids), :call")
        .param("ids", records.stream().map(OnItsWay::id).toArray(String[]::new))
        .param("call", id)
        .update();
    return id;
  }

  void answer(long id, Answer answer, Instant now) {
    jdbc.sql(
            """
            UPDATE metering.call
               SET outcome = :outcome, http_status = :status, error = :error, response = :text,
                   answered_at = :now
             WHERE id = :id\
            """)
        .param("outcome", answer.outcome().name())
        .param("status", answer.status())
        .param("error", answer.error())
        .param("text", answer.text())
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }
}
