package io.countinghouse.kernel;

/**
 * What something was for: in the database one text, the kind and the subject with a space between
 * them; pages say it in the reader's language.
 *
 * @param subject what the kind is of; empty if of nothing
 */
public record Cause<K extends Enum<K>>(K kind, String subject) {

  /**
   * A cause as stored.
   *
   * @throws IllegalArgumentException if it is of no kind
   */
  public static <K extends Enum<K>> Cause<K> read(Class<K> kinds, String stored) {
    int space = stored.indexOf(' ');
    return space < 0
        ? new Cause<>(Enum.valueOf(kinds, stored), "")
        : new Cause<>(Enum.valueOf(kinds, stored.substring(0, space)), stored.substring(space + 1));
  }

  /** As it is stored. */
  public String stored() {
    return subject.isEmpty() ? kind.name() : kind.name() + " " + subject;
  }
}
