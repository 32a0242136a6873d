package io.countinghouse.usage;

import io.countinghouse.kernel.CopyRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.Objects;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Streams many new events into the open window: PostgreSQL writes and logs them page by page
 * instead of row by row.
 */
@Component
class EventCopy {

  private static final int COLUMNS = 13;

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
    String into =
        """
        usage.event_%d (window_no, source_id, id, kind, voided, used_at, counted_at, workspace_id, item, measure,
                        retention, quantity, target)\
        """
            .formatted(windows.open());
    return template.execute((Connection connection) -> inserted(connection, into, rows, windows));
  }

  private static boolean inserted(
      Connection connection,
      String into,
      Collection<StoredEvent> rows,
      EventWindows.Entered windows)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      new CopyRows(COLUMNS).send(connection, into, rows, (copy, row) -> append(copy, row, windows));
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLException e) {
      if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      return false;
    }
  }

  private static void append(CopyRows rows, StoredEvent row, EventWindows.Entered windows) {
    ReportedEvent says = row.says();
    rows.row()
        .int2(windows.open())
        .int4(Objects.requireNonNull(windows.sources().get(row.key().source())))
        .text(row.key().id())
        .int2(row.kind().code())
        .bool(row.voided())
        .time(says == null ? row.countedAt() : says.usedAt())
        .time(row.countedAt());
    if (says instanceof UsageEvent usage) {
      rows.text(usage.workspace().value())
          .text(usage.item().id())
          .text(usage.measure())
          .text(usage.retention())
          .numeric(usage.quantity())
          .text("");
    } else {
      rows.text("")
          .text("")
          .text("")
          .text("")
          .numeric(BigDecimal.ZERO)
          .text(says instanceof VoidEvent voiding ? voiding.target() : "");
    }
  }
}
