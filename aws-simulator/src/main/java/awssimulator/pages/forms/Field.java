package awssimulator.pages.forms;

import java.util.List;
import java.util.stream.Stream;

/**
 * A field of a form. Its label is the message {@code field.NAME}, the text under it {@code
 * field.NAME.help}.
 *
 * @param options what a SELECT offers; the first is what it starts with
 */
public record Field(String name, Type type, boolean required, List<Option> options) {
  /** What is entered. */
  public enum Type {
    /** One line. */
    TEXT,
    /** Several lines. */
    LINES,
    /** A whole or decimal number. */
    NUMBER,
    /** A minute in UTC. */
    MOMENT,
    /** Yes or no. */
    CHECK,
    /** One of the options. */
    SELECT
  }

  /**
   * What may be chosen.
   *
   * @param word whether its label is the message {@code option.VALUE}; else it is shown as it is
   */
  public record Option(String value, boolean word) {}

  /** One line of text. */
  public static Field text(String name) {
    return new Field(name, Type.TEXT, false, List.of());
  }

  /** Several lines of text. */
  public static Field lines(String name) {
    return new Field(name, Type.LINES, false, List.of());
  }

  /** A number. */
  public static Field number(String name) {
    return new Field(name, Type.NUMBER, false, List.of());
  }

  /** A minute in UTC. */
  public static Field moment(String name) {
    return new Field(name, Type.MOMENT, false, List.of());
  }

  /** Yes or no. */
  public static Field check(String name) {
    return new Field(name, Type.CHECK, false, List.of());
  }

  /** One of these words, each with a message of its own. */
  public static Field words(String name, String... words) {
    return new Field(
        name, Type.SELECT, true, Stream.of(words).map(w -> new Option(w, true)).toList());
  }

  /** One of these codes, or none. */
  public static Field codesOrAny(String name, List<String> codes) {
    return new Field(
        name,
        Type.SELECT,
        false,
        Stream.concat(
                Stream.of(new Option("", true)), codes.stream().map(c -> new Option(c, false)))
            .toList());
  }

  /** One of these codes. */
  public static Field codes(String name, List<String> codes) {
    return new Field(
        name, Type.SELECT, true, codes.stream().map(c -> new Option(c, false)).toList());
  }

  /** The same, but it must be filled. */
  public Field needed() {
    return new Field(name, type, true, options);
  }
}
