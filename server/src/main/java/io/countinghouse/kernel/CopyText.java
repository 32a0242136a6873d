package io.countinghouse.kernel;

import org.jspecify.annotations.Nullable;

/** Values as PostgreSQL's {@code COPY} reads them in its text format. */
public final class CopyText {

  /** No value. */
  public static final String NULL = "\\N";

  private CopyText() {}

  /** Appends a value, with what the format gives a meaning escaped. */
  public static void append(StringBuilder row, @Nullable String value) {
    if (value == null) {
      row.append(NULL);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> row.append("\\\\");
        case '\t' -> row.append("\\t");
        case '\n' -> row.append("\\n");
        case '\r' -> row.append("\\r");
        default -> row.append(value.charAt(i));
      }
    }
  }
}
