package awssimulator.pages.forms;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A form as it was filled in. Reading a value that is missing or malformed gives null and notes the
 * error beside its field; {@link #ok} says whether all that was read was in order.
 */
public final class Form {
  private static final String UNIT = "unit";
  private static final int TEXT_MAX = 2_000;

  private final List<Field> fields;
  private final Map<String, String> values;
  private final Map<String, String> errors = new LinkedHashMap<>();
  private @Nullable String refusal;
  private @Nullable String detail;

  private Form(List<Field> fields, Map<String, String> values) {
    this.fields = List.copyOf(fields);
    this.values = values;
  }

  /** The fields of a length of time: how many of which unit. */
  public static List<Field> lengthOfTime(String name) {
    return List.of(Field.number(name).needed(), Field.words(UNIT, "minutes", "hours", "days"));
  }

  /** A form with these values filled in. */
  public static Form with(List<Field> fields, Map<String, String> values) {
    return new Form(fields, new LinkedHashMap<>(values));
  }

  /** An empty form. */
  public static Form empty(List<Field> fields) {
    return with(fields, Map.of());
  }

  /** A form as it was sent. */
  public static Form sent(List<Field> fields, HttpServletRequest request) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Field field : fields) {
      String value = request.getParameter(field.name());
      if (value != null && !value.isBlank()) {
        String kept = value.strip();
        values.put(field.name(), kept.substring(0, Math.min(kept.length(), TEXT_MAX)));
      }
    }
    Form form = new Form(fields, values);
    form.checkAll();
    return form;
  }

  private void checkAll() {
    for (Field field : fields) {
      String value = values.get(field.name());
      if (value == null) {
        if (field.required() && field.type() != Field.Type.CHECK) {
          error(field.name(), "missing");
        }
      } else if (field.type() == Field.Type.SELECT
          && field.options().stream().noneMatch(o -> o.value().equals(value))) {
        error(field.name(), "choice");
      }
    }
  }

  /** The fields in their order. */
  public List<Field> fields() {
    return fields;
  }

  /** What was entered; empty if nothing was. */
  public String value(String name) {
    return Objects.requireNonNullElse(values.get(name), "");
  }

  /** The message key {@code error.*} of what is wrong with a field; empty if nothing is. */
  public String errorOf(String name) {
    return Objects.requireNonNullElse(errors.get(name), "");
  }

  /** Why the whole was refused, a message key {@code refusal.*}; null if it was not. */
  public @Nullable String refusal() {
    return refusal;
  }

  /** The simulator's own words for a refusal, as the control API gives them. */
  public @Nullable String detail() {
    return detail;
  }

  /** Whether nothing is wrong. */
  public boolean ok() {
    return errors.isEmpty() && refusal == null;
  }

  /** Notes what is wrong with a field. */
  public void error(String name, String key) {
    errors.putIfAbsent(name, key);
  }

  /** Notes that the whole was refused. */
  public void refuse(String key, @Nullable String words) {
    refusal = key;
    detail = words;
  }

  /** A text, or null. */
  public @Nullable String text(String name) {
    return values.get(name);
  }

  /** A text, or the other if there is none. */
  public String textOr(String name, String other) {
    return Objects.requireNonNullElse(values.get(name), other);
  }

  /** Whether a box is ticked. */
  public boolean checked(String name) {
    return values.containsKey(name);
  }

  /** A whole number of that range, or null. */
  public @Nullable Long number(String name, long least, long most) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    error(name, "number");
    return null;
  }

  /** A whole number of that range, or the other if there is none. */
  public long numberOr(String name, long least, long most, long other) {
    Long number = number(name, least, most);
    return number == null ? other : number;
  }

  /** A share between 0 and 1, or 1 if there is none. */
  public BigDecimal share(String name) {
    String value = values.get(name);
    if (value != null) {
      try {
        BigDecimal share = new BigDecimal(value);
        if (share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0) {
          return share;
        }
      } catch (NumberFormatException _) {
        // Told below.
      }
      error(name, "share");
    }
    return BigDecimal.ONE;
  }

  /** A moment, or null. */
  public @Nullable Instant moment(String name) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      error(name, "moment");
      return null;
    }
  }

  /** The length of time of {@link #lengthOfTime}; zero with an error noted if it is malformed. */
  public Duration length(String name) {
    Long count = number(name, 0, 1_000_000);
    if (count == null) {
      return Duration.ZERO;
    }
    return switch (value(UNIT)) {
      case "days" -> Duration.ofDays(count);
      case "hours" -> Duration.ofHours(count);
      default -> Duration.ofMinutes(count);
    };
  }

  /** Quantities by dimension, a line {@code dimension=number} each; null if there are none. */
  public @Nullable Map<String, Long> quantities(String name) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    Map<String, Long> quantities = new LinkedHashMap<>();
    for (String line : value.lines().filter(l -> !l.isBlank()).toList()) {
      String[] parts = line.split("=", 2);
      if (parts.length != 2 || !parts[1].strip().matches("[0-9]{1,9}")) {
        error(name, "quantities");
        return null;
      }
      quantities.put(parts[0].strip(), Long.valueOf(parts[1].strip()));
    }
    return quantities;
  }
}
