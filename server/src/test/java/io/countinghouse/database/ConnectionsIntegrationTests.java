package io.countinghouse.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connections whose other side vanished do not stay; with the server's own connections. */
class ConnectionsIntegrationTests {

  @Test
  void theyEndWithinAMinuteHereAndWithinAQuarterOfAnHourThere() throws SQLException {
    try (var server =
        Countinghouse.start(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.datasource.url=" + TestDatabase.fresh().url(),
            "--countinghouse.marketplace.consume=false",
            "--countinghouse.outbox.enabled=false",
            "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters")) {
      assertThat(
              server
                  .getBean(JdbcClient.class)
                  .sql(
                      """
                      SELECT current_setting('tcp_keepalives_idle') || ' ' || current_setting('tcp_keepalives_interval')
                             || ' ' || current_setting('tcp_keepalives_count')
                             || ' ' || current_setting('idle_in_transaction_session_timeout')\
                      """)
                  .query(String.class)
                  .single())
          .isEqualTo("30 10 3 5min");
      assertThat(
              server
                  .getBean(DataSource.class)
                  .unwrap(HikariDataSource.class)
                  .getDataSourceProperties())
          .containsEntry("socketTimeout", "900")
          .containsEntry("tcpKeepAlive", "true");
    }
  }
}
