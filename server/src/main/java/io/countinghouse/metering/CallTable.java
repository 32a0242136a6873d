package io.countinghouse.metering;

import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code metering.call}: each call as sent and as answered. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class CallTable {

  private final JdbcClient jdbc;

  CallTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long store(String productCode, String request, Instant now) {
    return jdbc.sql(
            """
            INSERT INTO metering.call (product_code, request, sent_at) VALUES (:product, :request, :now)
            RETURNING id\
            """)
        .param("product", productCode)
        .param("request", request)
        .param("now", SqlTime.utc(now))
        .query(Long.class)
        .single();
  }

  void answer(long id, @Nullable Integer status, String response, Instant now) {
    jdbc.sql(
            """
            UPDATE metering.call SET http_status = :status, response = :response, answered_at = :now
             WHERE id = :id\
            """)
        .param("status", status)
        .param("response", response)
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }
}
