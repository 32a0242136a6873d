package io.countinghouse.metering;

import io.countinghouse.billing.Book;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code metering.allocation}: how the quantity of a record is split. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class AllocationTable {

  private final JdbcClient jdbc;

  AllocationTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String record, Map<String, Long> allocations, Map<String, String> siteOf) {
    allocations.forEach((workspace, quantity) ->
        jdbc.sql(
                """
                INSERT INTO metering.allocation (record_id, workspace_id, site, quantity)
                VALUES (:record, :workspace, :site, :quantity)\
                """)
            .param("record", record)
            .param("workspace", workspace)
            .param("site", siteOf.get(workspace))
            .param("quantity", quantity)
            .update());
  }

  /**
   * What each workspace has been allocated so far in one dimension; the allocations of returned
   * records do not count.
   */
  Map<String, Long> allocated(Book book) {
    Map<String, Long> allocated = new HashMap<>();
    jdbc.sql(
            """
            SELECT a.workspace_id, sum(a.quantity) AS quantity
              FROM metering.allocation a JOIN metering.record r ON r.id = a.record_id
             WHERE r.agreement_id = :agreement AND r.dimension = :dimension
               AND r.resolution IS DISTINCT FROM 'RETURNED'
             GROUP BY a.workspace_id\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .query(rs -> {
          allocated.put(rs.getString("workspace_id"), rs.getLong("quantity"));
        });
    return allocated;
  }
}
