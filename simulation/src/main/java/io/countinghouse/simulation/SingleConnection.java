package io.countinghouse.simulation;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection beside the server's, for looking. */
final class SingleConnection extends SingleConnectionDataSource {

  SingleConnection(DataSource source) {
    super(open(source), true);
    setAutoCommit(true);
  }

  private static java.sql.Connection open(DataSource source) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException("the run's database does not answer", e);
    }
  }
}
