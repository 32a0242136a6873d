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
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    String hash = HexFormat.of().formatHex(tokenHash);
    return Objects.requireNonNull(of(Set.of(hash)).get(hash));
  }

  /**
   * The same for many tokens at once.
   *
   * @param tokenHashes as hexadecimal digits
   * @return an admission for each of them
   */
  Map<String, Admission> of(Collection<String> tokenHashes) {
    Map<String, Admission> admissions = new HashMap<>();
    Admission unknown = new Admission(null, Standing.UNKNOWN, verdict(Standing.UNKNOWN));
    tokenHashes.forEach(hash -> admissions.put(hash, unknown));
    jdbc.sql(
            """
            SELECT encode(t.token_hash, 'hex') AS hash, w.id, w.lock_state,
                   l.buffer_ends_at <= :now AS over, a.state = 'ENDING' AS ending
              FROM workspace.token t
              JOIN workspace.workspace w ON w.id = t.workspace_id
              LEFT JOIN locking.lock l ON l.workspace_id = w.id AND l.ended_at IS NULL
              LEFT JOIN settlement.binding b ON b.workspace_id = w.id AND upper_inf(b.during)
              LEFT JOIN marketplace.agreement a ON a.id = b.agreement_id
             WHERE t.revoked_at IS NULL
               AND t.token_hash = ANY (ARRAY (SELECT decode(hash, 'hex') FROM unnest(CAST(:hashes AS text[])) hash))\
            """)
        .param("hashes", tokenHashes.toArray(String[]::new))
        .param("now", SqlTime.utc(clock.now()))
        .query((rs, _) -> {
          Standing standing = standing(rs);
          WorkspaceId workspace = new WorkspaceId(rs.getString("id"));
          return admissions.put(
              rs.getString("hash"), new Admission(workspace, standing, verdict(standing)));
        })
        .list();
    return admissions;
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
