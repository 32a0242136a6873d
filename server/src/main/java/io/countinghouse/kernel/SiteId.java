package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names a site, as configured.
 *
 * @param value lower-case letters, digits and hyphens, at most 20, such as {@code cn2}
 */
public record SiteId(String value) {

  private static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9-]{0,19}");

  public SiteId {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not a site id: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
