package io.countinghouse.identity;

/**
 * Who stands behind a billing account.
 *
 * @param name not blank
 * @param industry may be empty, as all that follow
 * @param region where it does business
 * @param introduction what it says of itself
 * @param contact whom to ask for
 */
public record Company(
    String name, String industry, String region, String introduction, String contact) {

  /** The longest of any of them, in characters. */
  public static final int LENGTH_MAX = 200;

  /**
   * @throws IllegalArgumentException if the name is blank or anything is too long
   */
  public Company {
    name = checked(name);
    industry = checked(industry);
    region = checked(region);
    introduction = checked(introduction);
    contact = checked(contact);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a billing account needs a company name");
    }
  }

  private static String checked(String value) {
    String text = value.strip();
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("at most " + LENGTH_MAX + " characters");
    }
    return text;
  }

  /** One of which only the name is known. */
  public static Company named(String name) {
    return new Company(name, "", "", "", "");
  }
}
