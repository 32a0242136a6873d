package awssimulator.settings;

import org.jspecify.annotations.Nullable;

/** Checks of settings: binding fills missing keys with null, which the compiler cannot see. */
final class Requirements {
  private Requirements() {}

  static void that(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException("aws-simulator settings: " + sentence);
    }
  }

  static void present(@Nullable Object value, String name) {
    that(value != null, name + " is missing");
  }

  static void text(@Nullable String value, String name) {
    that(value != null && !value.isBlank(), name + " is missing");
  }

  static void digits(@Nullable String value, int count, String name) {
    that(
        value != null && value.matches("[0-9]{" + count + "}"),
        name + " must be " + count + " digits");
  }
}
