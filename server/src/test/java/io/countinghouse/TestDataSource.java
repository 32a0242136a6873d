package io.countinghouse;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The data source of a server under test. The server starts on one database; each test class then
 * gets a copy of it, so that classes share the started server but no rows.
 */
final class TestDataSource extends DelegatingDataSource implements DisposableBean {

  private static final int CONNECTIONS_MAX = 20;

  private final TestDatabase started;
  private HikariDataSource pool;

  TestDataSource(TestDatabase started) {
    this.started = started;
    this.pool = pool(started);
    setTargetDataSource(pool);
  }

  /** From now on the server works on a fresh copy of the database it started with. */
  void startOver() {
    pool.close();
    pool = pool(started.copy());
    setTargetDataSource(pool);
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  @Override
  public void destroy() {
    pool.close();
  }
}
