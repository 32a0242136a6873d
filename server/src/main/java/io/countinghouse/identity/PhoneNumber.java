package io.countinghouse.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a phone that can get texts: a valid one, and none of a landline or of a service
 * that costs its caller more.
 *
 * @param value as of E.164, such as {@code +8613800138000}
 */
public record PhoneNumber(String value) implements CodeAddress {

  /**
   * Most customers are Chinese and leave their country code out. Only what is written as a Chinese
   * mobile number is taken for one: some of other countries have as many digits.
   */
  private static final Pattern CHINESE = Pattern.compile("1[3-9]\\d([ -]?)\\d{4}\\1\\d{4}");

  private static final String CHINA = "+86";
  private static final String ABROAD = "00";

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
   * What somebody typed: with its country code after a plus or two zeros, or a Chinese mobile
   * number.
   *
   * @return empty if no phone with that number gets texts
   */
  public static Optional<PhoneNumber> read(String typed) {
    return parsed(international(typed.strip())).map(it -> new PhoneNumber(written(it)));
  }

  private static String international(String typed) {
    if (CHINESE.matcher(typed).matches()) {
      return CHINA + typed;
    }
    return typed.startsWith(ABROAD) ? "+" + typed.substring(ABROAD.length()) : typed;
  }

  private static Optional<Phonenumber.PhoneNumber> parsed(String typed) {
    // The library takes letters for the digits on their keys.
    if (typed.chars().anyMatch(Character::isLetter)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NUMBERS.parse(typed, null)).filter(PhoneNumber::getsTexts);
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

  /** Its country code and its end: {@code +86 •••••8000}. */
  @Override
  public String masked() {
    int country = parsed(value).orElseThrow().getCountryCode();
    int from = 1 + Integer.toString(country).length();
    int shown = Math.min(SHOWN_MAX, (value.length() - from) / 2);
    return "+" + country + " •••••" + value.substring(value.length() - shown);
  }

  /** Masked: a number is in no log. */
  @Override
  public String toString() {
    return masked();
  }
}
