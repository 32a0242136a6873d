package io.countinghouse.metering;

import io.countinghouse.billing.Book;
import io.countinghouse.billing.RunningSums;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code metering.allocation}: how the quantity of a record is split. What is allocated
 * leaves the workspaces' shares.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class AllocationTable {

  private final JdbcClient jdbc;
  private final RunningSums sums;

  AllocationTable(JdbcClient jdbc, RunningSums sums) {
    this.jdbc = jdbc;
    this.sums = sums;
  }

  /**
   * Stores how a record is split.
   *
   * @param unit what a unit of its quantity is worth
   * @param allocations whole units by workspace
   */
  void insert(
      String record,
      Book book,
      BigDecimal unit,
      Map<String, Long> allocations,
      Map<String, String> siteOf) {
    Map<WorkspaceId, BigDecimal> allocated = new LinkedHashMap<>();
    allocations.forEach((workspace, quantity) ->
        allocated.put(
            new WorkspaceId(workspace), unit.multiply(BigDecimal.valueOf(quantity)).negate()));
    jdbc.sql(
            """
            INSERT INTO metering.allocation (record_id, workspace_id, site, quantity)
            SELECT :record, workspace_id, site, quantity
              FROM unnest(CAST(:workspaces AS text[]), CAST(:sites AS text[]), CAST(:quantities AS bigint[]))
                   AS a (workspace_id, site, quantity)\
            """)
        .param("record", record)
        .param("workspaces", allocations.keySet().toArray(String[]::new))
        .param("sites", allocations.keySet().stream().map(siteOf::get).toArray(String[]::new))
        .param("quantities", allocations.values().toArray(Long[]::new))
        .update();
    sums.addToShares(book, allocated);
  }

  /** Gives its workspaces back what a record allocated to them: its amount is owed again. */
  void returned(String record) {
    Map<Book, Map<WorkspaceId, BigDecimal>> shares = new HashMap<>();
    jdbc.sql(
            """
            SELECT r.agreement_id, r.dimension, a.workspace_id, a.quantity * r.amount / r.quantity AS amount
              FROM metering.record r JOIN metering.allocation a ON a.record_id = r.id
             WHERE r.id = :record\
            """)
        .param("record", record)
        .query(rs -> {
          Book book =
              new Book(new AgreementId(rs.getString("agreement_id")), rs.getString("dimension"));
          shares
              .computeIfAbsent(book, _ -> new LinkedHashMap<>())
              .put(new WorkspaceId(rs.getString("workspace_id")), rs.getBigDecimal("amount"));
        });
    shares.forEach(sums::addToShares);
  }
}
