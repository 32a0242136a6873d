package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sums of the books that a record is made from, carried forward so that they cost the same however
 * long the books are: what is carried in each dimension, and each workspace's share of it. What
 * readings accrued since waits in {@code billing.accrual} and counts too.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class RunningSums {

  private final JdbcClient jdbc;

  RunningSums(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds what readings accrued on an agreement to its sums. Nothing is changed by it but how fast
   * they are read.
   *
   * @param locked whose row lock the caller holds
   */
  public void fold(AgreementId locked) {
    jdbc.sql(
            """
            WITH taken AS (
              DELETE FROM billing.accrual WHERE agreement_id = :agreement
              RETURNING agreement_id, dimension, workspace_ids, amounts),
            shared AS (
              SELECT t.agreement_id, t.dimension, s.workspace_id, sum(s.amount) AS amount
                FROM taken t CROSS JOIN LATERAL unnest(t.workspace_ids, t.amounts) AS s (workspace_id, amount)
               GROUP BY 1, 2, 3),
            carried AS (
              INSERT INTO billing.carry AS c (agreement_id, dimension, amount)
              SELECT agreement_id, dimension, sum(amount) FROM shared GROUP BY 1, 2
              ON CONFLICT (agreement_id, dimension) DO UPDATE SET amount = c.amount + excluded.amount)
            INSERT INTO billing.share AS s (agreement_id, dimension, workspace_id, amount)
            SELECT agreement_id, dimension, workspace_id, amount FROM shared
            ON CONFLICT (agreement_id, dimension, workspace_id) DO UPDATE SET amount = s.amount + excluded.amount\
            """)
        .param("agreement", locked.value())
        .update();
  }

  void addToCarry(Book book, BigDecimal amount) {
    jdbc.sql(
            """
            INSERT INTO billing.carry AS c (agreement_id, dimension, amount) VALUES (:agreement, :dimension, :amount)
            ON CONFLICT (agreement_id, dimension) DO UPDATE SET amount = c.amount + excluded.amount\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("amount", amount)
        .update();
  }

  /**
   * Adds to the shares of workspaces; a record that allocates to them takes away, one whose amount
   * returns gives back.
   *
   * @param amounts of either sign
   */
  public void addToShares(Book book, Map<WorkspaceId, BigDecimal> amounts) {
    if (amounts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO billing.share AS s (agreement_id, dimension, workspace_id, amount)
            SELECT :agreement, :dimension, workspace_id, amount
              FROM unnest(CAST(:workspaces AS text[]), CAST(:amounts AS numeric[])) AS e (workspace_id, amount)
            ON CONFLICT (agreement_id, dimension, workspace_id) DO UPDATE SET amount = s.amount + excluded.amount\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param(
            "workspaces", amounts.keySet().stream().map(WorkspaceId::value).toArray(String[]::new))
        .param(
            "amounts",
            amounts.values().stream().map(BigDecimal::toPlainString).toArray(String[]::new))
        .update();
  }

  /** What is carried in each dimension of an agreement, in their order. */
  Map<String, BigDecimal> carries(AgreementId agreement) {
    Map<String, BigDecimal> carries = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT dimension, sum(amount) AS amount
              FROM (SELECT dimension, amount FROM billing.carry WHERE agreement_id = :agreement
                    UNION ALL
                    SELECT dimension, unnest(amounts) FROM billing.accrual WHERE agreement_id = :agreement) AS carried
             GROUP BY dimension ORDER BY dimension\
            """)
        .param("agreement", agreement.value())
        .query(rs -> {
          carries.put(rs.getString("dimension"), rs.getBigDecimal("amount"));
        });
    return carries;
  }

  /**
   * What is carried, without postings and transfers of hours later than one.
   *
   * @param until the start of the last hour that counts
   */
  BigDecimal carry(Book book, Instant until) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(amount), 0)
              FROM (SELECT amount FROM billing.carry WHERE agreement_id = :agreement AND dimension = :dimension
                    UNION ALL
                    SELECT unnest(amounts) FROM billing.accrual
                     WHERE agreement_id = :agreement AND dimension = :dimension
                    UNION ALL
                    SELECT -amount FROM billing.posting
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until
                    UNION ALL
                    SELECT -amount FROM billing.transfer
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until) AS carried\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("until", SqlTime.utc(until))
        .query(BigDecimal.class)
        .single();
  }

  /**
   * What each workspace accrued on an agreement in one dimension, by postings and transfers of an
   * hour and before, less what records have allocated to it; no zeros.
   *
   * @param until the start of the last hour that counts
   */
  public Map<WorkspaceId, BigDecimal> shares(Book book, Instant until) {
    Map<WorkspaceId, BigDecimal> shares = new HashMap<>();
    jdbc.sql(
            """
            SELECT workspace_id, sum(amount) AS amount
              FROM (SELECT workspace_id, amount FROM billing.share
                     WHERE agreement_id = :agreement AND dimension = :dimension
                    UNION ALL
                    SELECT s.workspace_id, s.amount
                      FROM billing.accrual a
                     CROSS JOIN LATERAL unnest(a.workspace_ids, a.amounts) AS s (workspace_id, amount)
                     WHERE a.agreement_id = :agreement AND a.dimension = :dimension
                    UNION ALL
                    SELECT workspace_id, -amount FROM billing.posting
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until
                    UNION ALL
                    SELECT workspace_id, -amount FROM billing.transfer
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until
                       AND workspace_id IS NOT NULL) AS shared
             GROUP BY workspace_id HAVING sum(amount) <> 0\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("until", SqlTime.utc(until))
        .query(rs -> {
          shares.put(new WorkspaceId(rs.getString("workspace_id")), rs.getBigDecimal("amount"));
        });
    return shares;
  }
}
