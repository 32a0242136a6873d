package io.countinghouse.usage;

import java.util.Collection;
import java.util.function.Function;

/** Columns of rows on their way to {@code unnest}: text that the statement casts. */
final class SqlArrays {

  private SqlArrays() {}

  static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
