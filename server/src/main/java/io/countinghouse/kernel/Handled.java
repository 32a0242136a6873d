package io.countinghouse.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something which waited for a person was seen to.
 *
 * @param by the id of the actor
 * @param reason what was done, for people
 */
public record Handled(Instant at, String by, String reason) {

  /** The columns {@code handled_at}, {@code handled_by} and {@code handled_reason} of a row. */
  public static @Nullable Handled read(ResultSet rs) throws SQLException {
    String by = rs.getString("handled_by");
    return by == null
        ? null
        : new Handled(SqlTime.instant(rs, "handled_at"), by, rs.getString("handled_reason"));
  }
}
