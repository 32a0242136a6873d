package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price list from CSV (RFC 4180, in UTF-8, with or without a byte order mark): the seven
 * columns of a price and, where items grant on others, two more. Finds all that is wrong with it,
 * by line and column.
 */
final class PriceListReader {

  static final List<String> COLUMNS =
      List.of("item", "unit", "day_value", "retention", "currency", "site_kind", "price");
  static final List<String> WITH_ALLOWANCES =
      Stream.concat(COLUMNS.stream(), Stream.of("grants_item", "grants_quantity")).toList();

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<PriceProblem> problems = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private PriceListReader() {}

  /**
   * A row without a fault of its own.
   *
   * @param number of its line in the file
   */
  record Row(int number, PriceLine line, @Nullable Allowance allowance) {}

  private record Grantor(Item item, Site.Kind siteKind) {}

  /**
   * What a file holds.
   *
   * @param problems all that is wrong; no list can be made unless this is empty
   */
  record Parsed(List<Row> rows, List<PriceProblem> problems) {

    PriceList list(String version, LocalDate validFrom) {
      return new PriceList(
          version,
          validFrom,
          rows.stream().map(Row::line).toList(),
          rows.stream().map(Row::allowance).filter(Objects::nonNull).distinct().toList());
    }
  }

  static Parsed read(byte[] csv) {
    PriceListReader reader = new PriceListReader();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
      reader.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      reader.compareRows();
    } catch (CharacterCodingException e) {
      reader.problems.add(PriceProblem.of(PriceProblem.Kind.NOT_UTF_8));
    }
    return new Parsed(List.copyOf(reader.rows), List.copyOf(reader.problems));
  }

  private void parse(String text) {
    try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
      List<String> header = List.of();
      int line = 0;
      boolean rows = false;
      try {
        for (CSVRecord cells : parser) {
          line = Math.toIntExact(parser.getCurrentLineNumber());
          if (header.isEmpty()) {
            header = header(cells, line);
            if (header.isEmpty()) {
              return;
            }
          } else {
            row(cells, header, line);
            rows = true;
          }
        }
        if (header.isEmpty()) {
          header(List.of(), 1);
        } else if (!rows) {
          problems.add(PriceProblem.of(PriceProblem.Kind.NO_ROWS));
        }
      } catch (UncheckedIOException e) {
        add(line + 1, PriceProblem.Kind.NOT_CSV, Objects.toString(e.getMessage()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text could not be read", e);
    }
  }

  private List<String> header(Iterable<String> cells, int line) {
    List<String> names = new ArrayList<>();
    cells.forEach(cell -> names.add(cell.strip()));
    if (!names.equals(COLUMNS) && !names.equals(WITH_ALLOWANCES)) {
      add(line, PriceProblem.Kind.WRONG_HEADER, String.join(",", WITH_ALLOWANCES));
      return List.of();
    }
    return names;
  }

  private void row(CSVRecord cells, List<String> header, int line) {
    if (cells.size() != header.size()) {
      add(
          line,
          PriceProblem.Kind.WRONG_CELLS,
          Integer.toString(cells.size()),
          Integer.toString(header.size()));
      return;
    }
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      byColumn.put(header.get(i), cells.get(i).strip());
    }
    Row row = new PriceRowReader(line, byColumn, problems).read();
    if (row != null) {
      rows.add(row);
    }
  }

  private void compareRows() {
    Map<PriceLine.Key, Integer> seen = new HashMap<>();
    Map<Item, Row> units = new HashMap<>();
    Map<Grantor, Row> grants = new LinkedHashMap<>();
    for (Row row : rows) {
      PriceLine line = row.line();
      Integer before = seen.putIfAbsent(line.key(), row.number());
      if (before != null) {
        add(row.number(), PriceProblem.Kind.DUPLICATE, before.toString());
      }
      Row first = units.computeIfAbsent(line.item(), _ -> row);
      if (first.line().unitSize().compareTo(line.unitSize()) != 0) {
        add(
            row.number(),
            "unit",
            PriceProblem.Kind.TWO_UNITS,
            first.line().unitSize().toPlainString(),
            Integer.toString(first.number()));
      }
      Row granting = grants.computeIfAbsent(new Grantor(line.item(), line.siteKind()), _ -> row);
      if (!Objects.equals(granting.allowance(), row.allowance())) {
        add(
            row.number(),
            "grants_item",
            PriceProblem.Kind.TWO_ALLOWANCES,
            Integer.toString(granting.number()));
      }
    }
    refuseChains(grants);
  }

  private void refuseChains(Map<Grantor, Row> grants) {
    for (Row row : grants.values()) {
      Allowance allowance = row.allowance();
      if (allowance != null) {
        Row next = grants.get(new Grantor(allowance.on(), allowance.siteKind()));
        if (next != null && next.allowance() != null) {
          add(row.number(), "grants_item", PriceProblem.Kind.CHAIN, allowance.on().id());
        }
      }
    }
  }

  private void add(int line, PriceProblem.Kind kind, String... arguments) {
    add(line, "", kind, arguments);
  }

  private void add(int line, String column, PriceProblem.Kind kind, String... arguments) {
    problems.add(new PriceProblem(line, column, kind, List.of(arguments)));
  }
}
