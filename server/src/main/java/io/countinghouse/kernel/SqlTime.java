package io.countinghouse.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/** Instants on their way to and from {@code timestamptz}, in UTC whatever the session's zone. */
public final class SqlTime {

  private SqlTime() {}

  /** The value to bind for an instant. */
  public static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** The same for a bound; {@link Instant#MAX} is none, PostgreSQL's infinity. */
  public static OffsetDateTime bound(Instant instant) {
    return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : utc(instant);
  }

  /** A column that cannot be null. */
  public static Instant instant(ResultSet rs, String column) throws SQLException {
    return Objects.requireNonNull(rs.getObject(column, OffsetDateTime.class), column).toInstant();
  }

  /** A column that may be null. */
  public static Optional<Instant> optional(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
