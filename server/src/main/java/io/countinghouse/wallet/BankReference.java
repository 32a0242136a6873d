package io.countinghouse.wallet;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a bank calls a transfer, written in one way: capitals, no blanks.
 *
 * @param value 4 to 64 printable ASCII characters
 */
public record BankReference(String value) {

  private static final Pattern FORM = Pattern.compile("[!-~&&[^a-z]]{4,64}");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000]+");

  public BankReference {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a bank's reference: " + value);
    }
  }

  /** The reference that somebody typed; empty if it is none. */
  public static Optional<BankReference> of(String typed) {
    String value = BLANKS.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
    return FORM.matcher(value).matches() ? Optional.of(new BankReference(value)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
