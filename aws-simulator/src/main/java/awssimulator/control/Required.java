package awssimulator.control;

import org.jspecify.annotations.Nullable;

/** Members that a request must have. */
final class Required {
  private Required() {}

  static String text(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new BadRequest(name + " is required");
    }
    return value;
  }

  static int limit(int limit) {
    if (limit < 1 || limit > 1000) {
      throw new BadRequest("limit must be 1 to 1000");
    }
    return limit;
  }
}
