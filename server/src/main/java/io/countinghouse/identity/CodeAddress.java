package io.countinghouse.identity;

/** What a code is sent to: it shows that somebody reads what comes there. */
public sealed interface CodeAddress permits EmailAddress, PhoneNumber {

  /** As it is stored; only one of e-mail has an {@code @}. */
  String value();

  /** For people who need to recognise it without being told. */
  String masked();

  /**
   * An address as it is stored.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CodeAddress ofValue(String value) {
    return value.contains("@") ? new EmailAddress(value) : new PhoneNumber(value);
  }
}
