package io.countinghouse.locking;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Admission.Standing;
import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.WorkspaceToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Answers whether the data plane may take data of a workspace: one query by keys. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
public class Admissions {

  private final JdbcClient jdbc;
  private final LockingSettings settings;
  private final BusinessClock clock;

  Admissions(JdbcClient jdbc, LockingSettings settings, BusinessClock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** The admission of the workspace of a token; {@link Standing#UNKNOWN} when there is none. */
  public Admission of(WorkspaceToken token) {
    return jdbc.sql(
            """
            SELECT w.id, w.lock_state, l.buffer_ends_at <= :now AS over, a.state = 'ENDING' AS ending
              FROM workspace.workspace w
              LEFT JOIN locking.lock l ON l.workspace_id = w.id AND l.ended_at IS NULL
              LEFT JOIN settlement.binding b ON b.workspace_id = w.id AND upper_inf(b.during)
              LEFT JOIN marketplace.agreement a ON a.id = b.agreement_id
             WHERE w.token = :token\
            """)
        .param("token", token.value())
        .param("now", SqlTime.utc(clock.now()))
        .query((rs, _) -> {
          Standing standing = standing(rs);
          return new Admission(new WorkspaceId(rs.getString("id")), standing, verdict(standing));
        })
        .optional()
        .orElseGet(() -> new Admission(null, Standing.UNKNOWN, verdict(Standing.UNKNOWN)));
  }

  /** The admission by whatever a data plane sent as a token. */
  public Admission of(String text) {
    Optional<WorkspaceToken> token = WorkspaceToken.of(text);
    return token.isPresent()
        ? of(token.get())
        : new Admission(null, Standing.UNKNOWN, verdict(Standing.UNKNOWN));
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
