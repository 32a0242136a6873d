package io.countinghouse.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;

/**
 * The number of a phone that can get texts: a valid one, and none of a landline or of a service
 * that costs its caller more.
 *
 * @param value as of E.164, such as {@code +8613800138000}
 */
public record PhoneNumber(String value) implements CodeAddress {

  /** Most customers are Chinese, and who writes a number for others writes its country code. */
  private static final String REGION = "CN";

  private static final int SHOWN_MAX = 4;
  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  /**
   * @throws IllegalArgumentException if no phone with that number gets texts, or it is written
   *     otherwise
   */
  public PhoneNumber {
    if (!parsed(value).map(PhoneNumber::written).filter(value::equals).isPresent()) {
      throw new IllegalArgumentException("not the number of a phone that gets texts");
    }
  }

  /**
   * What somebody typed; without a country code it is a Chinese number.
   *
   * @return empty if no phone with that number gets texts
   */
  public static Optional<PhoneNumber> read(String typed) {
    return parsed(typed).map(it -> new PhoneNumber(written(it)));
  }

  private static Optional<Phonenumber.PhoneNumber> parsed(String typed) {
    // The library takes letters for the digits on their keys.
    if (typed.chars().anyMatch(Character::isLetter)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NUMBERS.parse(typed, REGION)).filter(PhoneNumber::getsTexts);
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }

  private static boolean getsTexts(Phonenumber.PhoneNumber number) {
    return !number.hasExtension()
        && NUMBERS.isValidNumber(number)
        && switch (NUMBERS.getNumberType(number)) {
          case MOBILE, FIXED_LINE_OR_MOBILE -> true;
          case FIXED_LINE,
              TOLL_FREE,
              PREMIUM_RATE,
              SHARED_COST,
              VOIP,
              PERSONAL_NUMBER,
              PAGER,
              UAN,
              VOICEMAIL,
              UNKNOWN ->
              false;
        };
  }

  private static String written(Phonenumber.PhoneNumber number) {
    return NUMBERS.format(number, PhoneNumberFormat.E164);
  }

  /** Its country code and its end: {@code +86 ••• ••8000}. */
  @Override
  public String masked() {
    int country = parsed(value).orElseThrow().getCountryCode();
    int from = 1 + Integer.toString(country).length();
    int shown = Math.min(SHOWN_MAX, (value.length() - from) / 2);
    return "+" + country + " ••• ••" + value.substring(value.length() - shown);
  }

  /** Masked: a number is in no log. */
  @Override
  public String toString() {
    return masked();
  }
}
