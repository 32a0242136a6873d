package io.countinghouse.webhook;

import io.countinghouse.metering.LostEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What was not delivered and nobody replayed or let go. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class LostDeliveries implements LostEvents {

  private final JdbcClient jdbc;

  LostDeliveries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What an operator disabled is meant to get nothing; it counts once it is enabled again. */
  @Override
  public long count() {
    return jdbc.sql(
            """
            SELECT (SELECT count(*) FROM webhook.delivery d JOIN webhook.endpoint p ON p.id = d.endpoint_id
                     WHERE d.state = 'FAILED' AND NOT d.let_go AND p.state = 'ENABLED')
                 + (SELECT count(*) FROM webhook.endpoint WHERE disabled_why IN ('FAILING', 'GONE')) AS lost\
            """)
        .query((rs, _) -> rs.getLong("lost"))
        .single();
  }

  /** Lets go what an endpoint was not sent; how many. */
  int letGo(String endpoint) {
    return jdbc.sql(
            """
            UPDATE webhook.delivery SET let_go = true
             WHERE endpoint_id = :endpoint AND state = 'FAILED' AND NOT let_go\
            """)
        .param("endpoint", endpoint)
        .update();
  }
}
