package io.countinghouse.settlement;

import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who paid for thousands of workspaces just before an instant, as readings ask. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PayersJustBefore {

  private final JdbcClient jdbc;

  PayersJustBefore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The payers; a workspace without one is left out. */
  Map<WorkspaceId, Payer> of(Collection<WorkspaceId> workspaces, Instant instant) {
    Map<WorkspaceId, Payer> payers = HashMap.newHashMap(workspaces.size());
    bindings("workspace_id, billing_account_id, agreement_id", workspaces, instant, "")
        .query(rs -> {
          payers.put(new WorkspaceId(rs.getString("workspace_id")), BindingTable.payer(rs));
        });
    return payers;
  }

  /**
   * Workspaces, those of one payer after one another, those without one at the end.
   *
   * @param workspaces each once
   */
  List<WorkspaceId> inOrder(Collection<WorkspaceId> workspaces, Instant instant) {
    SequencedSet<WorkspaceId> sorted = LinkedHashSet.newLinkedHashSet(workspaces.size());
    bindings(
            "workspace_id",
            workspaces,
            instant,
            "ORDER BY agreement_id, billing_account_id, workspace_id")
        .query(rs -> {
          sorted.add(new WorkspaceId(rs.getString("workspace_id")));
        });
    sorted.addAll(workspaces);
    return List.copyOf(sorted);
  }

  private JdbcClient.StatementSpec bindings(
      String columns, Collection<WorkspaceId> of, Instant instant, String order) {
    return jdbc.sql(
            """
            SELECT %s FROM settlement.binding
             WHERE workspace_id = %s AND (during @> CAST(:just_before AS timestamptz)) IS TRUE %s\
            """
                .formatted(columns, SqlIds.ANY, order))
        .param("ids", BindingTable.values(of))
        .param("just_before", SqlTime.utc(instant.minus(1, ChronoUnit.MICROS)));
  }
}
