package io.countinghouse.billing;

import java.util.List;
import java.util.Locale;

/**
 * What is wrong with a price list, or has to be looked at.
 *
 * @param line of the file, from 1; 0 for the file as a whole
 * @param column of the file; empty for the line as a whole
 * @param arguments what its text is about, in the order of the text
 */
public record PriceProblem(int line, String column, Kind kind, List<String> arguments) {

  /** All there are; the comments name the arguments. */
  public enum Kind {
    // Of the file.
    /** It is not UTF-8. */
    NOT_UTF_8,
    /** It is no CSV; how. */
    NOT_CSV,
    /** The columns are others than these. */
    WRONG_HEADER,
    /** There is no row. */
    NO_ROWS,
    // Of a row.
    /** It has so many cells, not so many. */
    WRONG_CELLS,
    /** There is no such item. */
    UNKNOWN_ITEM,
    /** No number in the plain way; what. */
    NOT_A_NUMBER,
    /** It must be above 0; what. */
    NOT_ABOVE_0,
    /** It must not be below 0; what. */
    BELOW_0,
    /** The item is counted otherwise; what, and how it is. */
    WRONG_DAY_VALUE,
    /** The item needs a retention, such as 3d. */
    RETENTION_MISSING,
    /** The item has none. */
    RETENTION_EXTRA,
    /** Not a number of days; what. */
    RETENTION_MALFORMED,
    /** There is no such currency. */
    UNKNOWN_CURRENCY,
    /** There is no such kind of site. */
    UNKNOWN_SITE_KIND,
    /** One of the two cells of an allowance is empty. */
    HALF_AN_ALLOWANCE,
    /** It grants on itself. */
    GRANTS_ON_ITSELF,
    // Between rows.
    /** The same as on a line before. */
    DUPLICATE,
    /** Another unit than on a line before; unit, line. */
    TWO_UNITS,
    /** Another allowance than on a line before of the item and kind of site; line. */
    TWO_ALLOWANCES,
    /** The item that receives grants itself at such sites. */
    CHAIN,
    // Of the list.
    /** A name is letters, digits, dots, hyphens and underscores, so many at most. */
    BAD_VERSION,
    /** The name was used before. */
    VERSION_USED,
    /** Not a day. */
    BAD_DAY,
    /** The day has begun at a site; the first that has not. */
    DAY_BEGUN,
    /** Another list begins on the day; its version. */
    DAY_TAKEN,
    // To be looked at.
    /** Other rows of the item have a price for a currency and kind of site, this tier has none. */
    PRICE_MISSING,
    /** The tier had a price and has none any more. */
    PRICE_REMOVED,
    /** More than ten times or less than a tenth; before, after. */
    DRASTIC,
    /** An item grants nothing any more; item, kind of site, before. */
    ALLOWANCE_REMOVED,
    /**
     * On another item, or more than ten times or less than a tenth; item, kind of site, before,
     * after.
     */
    ALLOWANCE_DRASTIC
  }

  static PriceProblem of(Kind kind, String... arguments) {
    return new PriceProblem(0, "", kind, List.of(arguments));
  }

  /** In English, for the log. */
  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return (line == 0 ? "" : "line " + line + ", ")
        + (column.isEmpty() ? "" : column + ": ")
        + what
        + (arguments.isEmpty() ? "" : " " + arguments);
  }
}
