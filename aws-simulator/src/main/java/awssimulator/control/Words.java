package awssimulator.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of requests that stand for the values of an enum, in any case. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> E of(Class<E> type, String word, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(word.replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> new BadRequest(name + " is one of: " + all(type)));
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Words::label)
        .collect(Collectors.joining(", "));
  }
}
