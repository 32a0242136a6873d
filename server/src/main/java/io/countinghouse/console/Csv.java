package io.countinghouse.console;

import java.util.List;
import java.util.stream.Collectors;

/** Writes tables as files for spreadsheets: RFC 4180, with the mark by which they know UTF-8. */
final class Csv {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final StringBuilder text = new StringBuilder(BYTE_ORDER_MARK);

  /** Adds a row; a cell that a spreadsheet would run as a formula is made text. */
  Csv row(List<String> cells) {
    text.append(cells.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
    return this;
  }

  private static String cell(String value) {
    boolean number = value.matches("-?\\d+(\\.\\d+)?");
    boolean formula = !number && !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    String safe = formula ? "'" + value : value;
    return safe.chars().anyMatch(it -> ",\"\r\n".indexOf(it) >= 0)
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }

  /** What was added since it was taken last, for files that are sent bit by bit. */
  String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
