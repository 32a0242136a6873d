package io.countinghouse.locking;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Admission.Standing;
import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.WorkspaceTokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Answers whether the data plane may take data of a workspace: one query by keys. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
@EnableConfigurationProperties(LockingSettings.class)
public class Admissions {

  private final JdbcClient jdbc;
  private final LockingSettings settings;
  private final BusinessClock clock;

  Admissions(JdbcClient jdbc, LockingSettings settings, BusinessClock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The admission of the workspace of a token; {@link Standing#UNKNOWN} when there is none.
   *
   * @param tokenHash what the token is kept as, see {@link WorkspaceTokens#hashOf}
   */
  public Admission of(byte[] tokenHash) {
    return jdbc.sql(
            """
            SELECT w.id, w.lock_state, l.buffer_ends_at <= :now AS over, a.state = 'ENDING' AS ending
              FROM workspace.token t
              JOIN workspace.workspace w ON w.id = t.workspace_id
              LEFT JOIN locking.lock l ON l.workspace_id = w.id AND l.ended_at IS NULL
              LEFT JOIN settlement.binding b ON b.workspace_id = w.id AND upper_inf(b.during)
              LEFT JOIN marketplace.agreement a ON a.id = b.agreement_id
             WHERE t.token_hash = :hash AND t.revoked_at IS NULL\
            """)
        .param("hash", tokenHash)
        .param("now", SqlTime.utc(clock.now()))
        .query((rs, _) -> {
          Standing standing = standing(rs);
          return new Admission(new WorkspaceId(rs.getString("id")), standing, verdict(standing));
        })
        .optional()
        .orElseGet(() -> new Admission(null, Standing.UNKNOWN, verdict(Standing.UNKNOWN)));
  }

  private static Standing standing(ResultSet rs) throws SQLException {
    return switch (LockState.valueOf(rs.getString("lock_state"))) {
      case OPEN -> rs.getBoolean("ending") ? Standing.ENDING : Standing.OPEN;
      // Over, though the clearing is still on its way.
      case LOCKED -> rs.getBoolean("over") ? Standing.CLEARED : Standing.LOCKED;
      case CLEARED -> Standing.CLEARED;
      case DISSOLVED -> Standing.DISSOLVED;
    };
  }

  private Verdict verdict(Standing standing) {
    return switch (standing) {
      case OPEN -> Verdict.ALLOW;
      case ENDING -> Verdict.READ_ONLY;
      case LOCKED ->
          switch (settings.bufferData()) {
            case ACCEPT -> Verdict.ALLOW;
            case REFUSE -> Verdict.READ_ONLY;
          };
      case CLEARED, DISSOLVED, UNKNOWN -> Verdict.REFUSED;
    };
  }
}
