package io.countinghouse.billing;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.posting} and {@code billing.reading_mark}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PostingTable {

  private static final int ROWS_PER_BATCH = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  PostingTable(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** A row of the day's statement. */
  record DayItem(WorkspaceId workspace, LocalDate day, Item item, String retention) {}

  /** The units posted so far for each item of some days. */
  Map<DayItem, BigDecimal> unitsOf(Collection<TouchedDay> days) {
    Map<DayItem, BigDecimal> units = new HashMap<>();
    jdbc.sql(
            """
            SELECT p.workspace_id, p.day, p.item, p.retention, sum(p.units) AS units
              FROM unnest(:workspaces, CAST(:days AS date[])) AS d (workspace_id, day)
              JOIN billing.posting p ON p.workspace_id = d.workspace_id AND p.day = d.day
             GROUP BY 1, 2, 3, 4\
            """)
        .param("workspaces", texts(days.stream().map(day -> day.workspace().value()).toList()))
        .param("days", texts(days.stream().map(day -> day.day().toString()).toList()))
        .query(rs -> {
          DayItem key =
              new DayItem(
                  new WorkspaceId(rs.getString("workspace_id")),
                  rs.getObject("day", LocalDate.class),
                  Item.stored(rs.getString("item")),
                  rs.getString("retention"));
          units.put(key, rs.getBigDecimal("units"));
        });
    return units;
  }

  void store(List<Posting> postings) {
    template.batchUpdate(
        """
        INSERT INTO billing.posting (workspace_id, day, item, retention, as_of, hour, units, price, currency,
                                     price_version, amount, billing_account_id, agreement_id, dimension)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        postings,
        ROWS_PER_BATCH,
        PostingTable::bind);
  }

  private static void bind(PreparedStatement statement, Posting posting) throws SQLException {
    statement.setString(1, posting.workspace().value());
    statement.setObject(2, posting.day());
    statement.setString(3, posting.item().id());
    statement.setString(4, posting.retention());
    statement.setObject(5, SqlTime.utc(posting.asOf()));
    statement.setObject(6, SqlTime.utc(posting.hour().start()));
    statement.setBigDecimal(7, posting.units());
    Posting.Charge charge = posting.charge();
    if (charge == null) {
      statement.setNull(8, Types.NUMERIC);
      statement.setNull(9, Types.VARCHAR);
      statement.setNull(10, Types.VARCHAR);
    } else {
      statement.setBigDecimal(8, charge.price());
      statement.setString(9, charge.currency().getCurrencyCode());
      statement.setString(10, charge.priceVersion());
    }
    statement.setBigDecimal(11, posting.amount());
    statement.setString(12, charge == null ? null : charge.payer().billingAccount().value());
    statement.setString(
        13,
        charge != null && charge.payer() instanceof Payer.CloudAccount account
            ? account.agreement().value()
            : null);
    statement.setString(14, charge == null ? null : charge.dimension());
  }

  /**
   * Locks the marks of workspaces, in id order; gives those whose hours are closed up to an instant
   * already.
   */
  Set<WorkspaceId> closedUntil(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    String[] ids = texts(workspaces.stream().map(WorkspaceId::value).sorted().toList());
    jdbc.sql(
            """
            INSERT INTO billing.reading_mark (workspace_id, closed_until)
            SELECT id, 'epoch' FROM unnest(:ids) WITH ORDINALITY AS w (id, position) ORDER BY position
            ON CONFLICT (workspace_id) DO NOTHING\
            """)
        .param("ids", ids)
        .update();
    Set<WorkspaceId> closed = new HashSet<>();
    jdbc.sql(
            """
            SELECT workspace_id, closed_until >= :end AS closed FROM billing.reading_mark
             WHERE workspace_id = ANY (:ids) ORDER BY workspace_id COLLATE "C" FOR UPDATE\
            """)
        .param("ids", ids)
        .param("end", SqlTime.utc(hourEnd))
        .query(rs -> {
          if (rs.getBoolean("closed")) {
            closed.add(new WorkspaceId(rs.getString("workspace_id")));
          }
        });
    return closed;
  }

  void markClosed(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    jdbc.sql(
            """
            INSERT INTO billing.reading_mark AS m (workspace_id, closed_until)
            SELECT id, :end FROM unnest(:ids) AS id ORDER BY id
            ON CONFLICT (workspace_id) DO UPDATE SET closed_until = greatest(m.closed_until, excluded.closed_until)\
            """)
        .param("ids", texts(workspaces.stream().map(WorkspaceId::value).toList()))
        .param("end", SqlTime.utc(hourEnd))
        .update();
  }

  private static String[] texts(List<String> values) {
    return values.toArray(String[]::new);
  }
}
