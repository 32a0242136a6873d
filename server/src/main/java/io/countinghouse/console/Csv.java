package io.countinghouse.console;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /**
   * Sends page after page, until one is empty; what was added before comes first.
   *
   * @param first the first page
   * @param rows adds the rows of a page
   * @param next the page after the last row of one
   */
  <T> void pages(Writer to, List<T> first, Consumer<List<T>> rows, Function<T, List<T>> next)
      throws IOException {
    for (List<T> page = first; !page.isEmpty(); page = next.apply(page.getLast())) {
      rows.accept(page);
      to.write(take());
    }
    // The head of a file without rows.
    to.write(take());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
