package io.countinghouse.marketplace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A licence's ARN in the form AWS's API takes (facts, 1.3). Two are of the same licence if their
 * {@link #id} is equal, whatever stands before it (facts, C7 and P27).
 */
public record LicenseArn(String value) {

  private static final Pattern API =
      Pattern.compile(
          "arn:aws[a-zA-Z-]*:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:"
              + "[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9:_/+=,@.-]{0,1000}(?<![0-9A-Za-z-])(l-[0-9a-z]+)");

  /** As AWS's event examples print it: no {@code arn:}, a region, no {@code license:}. */
  private static final Pattern PRINTED =
      Pattern.compile("(?:arn:)?(aws[a-zA-Z-]*):license-manager:[^:]*:([0-9]{12}):(l-[0-9a-z]+)");

  private static final Pattern ID = Pattern.compile("l-[0-9a-z]+");

  public LicenseArn {
    if (!API.matcher(value).matches()) {
      throw new IllegalArgumentException("not the ARN of a licence: " + value);
    }
  }

  /** Reads an ARN in either form; empty if it names no licence. */
  public static Optional<LicenseArn> parse(String text) {
    String trimmed = text.strip();
    Matcher printed = PRINTED.matcher(trimmed);
    if (printed.matches()) {
      return Optional.of(
          new LicenseArn(
              "arn:%s:license-manager::%s:license:%s"
                  .formatted(printed.group(1), printed.group(2), printed.group(3))));
    }
    return API.matcher(trimmed).matches() ? Optional.of(new LicenseArn(trimmed)) : Optional.empty();
  }

  /** Whether a text is what identifies a licence; see {@link #id}. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** What identifies the licence: {@code l-} and lower-case letters and digits. */
  public String id() {
    Matcher matcher = API.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked when it was made: " + value);
    }
    return matcher.group(1);
  }
}
