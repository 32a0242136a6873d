package io.countinghouse.usage;

import io.countinghouse.kernel.CopyText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.Objects;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Streams many new events into the open window: PostgreSQL writes and logs them page by page
 * instead of row by row.
 */
@Component
class EventCopy {

  private static final int BYTES_PER_ROW = 220;

  private final JdbcTemplate template;

  EventCopy(JdbcTemplate template) {
    this.template = template;
  }

  /**
   * Inserts rows in the caller's transaction.
   *
   * @param rows in the order of their keys
   * @return false, with nothing inserted, if one of their keys is not new in the window
   */
  boolean insertAllNew(EventWindows.Entered windows, Collection<StoredEvent> rows) {
    StringBuilder text = new StringBuilder(rows.size() * BYTES_PER_ROW);
    rows.forEach(row -> append(text, row, windows));
    String copy =
        """
        COPY usage.event_%d (window_no, source_id, id, kind, voided, used_at, counted_at, workspace_id, item, measure,
                             retention, quantity, target) FROM STDIN\
        """
            .formatted(windows.open());
    return template.execute((Connection connection) -> inserted(connection, copy, text));
  }

  private static boolean inserted(Connection connection, String copy, StringBuilder rows)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      new CopyManager(connection.unwrap(BaseConnection.class))
          .copyIn(copy, new StringReader(rows.toString()));
      connection.releaseSavepoint(before);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
  }

  private static void append(StringBuilder rows, StoredEvent row, EventWindows.Entered windows) {
    rows.append(windows.open()).append('\t');
    rows.append(Objects.requireNonNull(windows.sources().get(row.key().source())).intValue());
    rows.append('\t');
    CopyText.append(rows, row.key().id());
    rows.append('\t').append(row.kind().code()).append('\t').append(row.voided());
    ReportedEvent says = row.says();
    String countedAt = row.countedAt().toString();
    rows.append('\t');
    rows.append(
        says == null || says.usedAt().equals(row.countedAt())
            ? countedAt
            : says.usedAt().toString());
    rows.append('\t').append(countedAt).append('\t');
    if (says instanceof UsageEvent usage) {
      rows.append(usage.workspace().value()).append('\t').append(usage.item().id()).append('\t');
      CopyText.append(rows, usage.measure());
      rows.append('\t').append(usage.retention()).append('\t');
      rows.append(usage.quantity().toPlainString()).append("\t\n");
    } else {
      rows.append("\t\t\t\t0\t");
      CopyText.append(rows, says instanceof VoidEvent voiding ? voiding.target() : "");
      rows.append('\n');
    }
  }
}
