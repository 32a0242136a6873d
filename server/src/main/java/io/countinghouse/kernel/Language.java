package io.countinghouse.kernel;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/** A language that every user-visible text exists in. */
public enum Language {
  ZH("zh", Locale.SIMPLIFIED_CHINESE),
  EN("en", Locale.ENGLISH);

  private final String code;
  private final Locale locale;

  Language(String code, Locale locale) {
    this.code = code;
    this.locale = locale;
  }

  /** Its two letters, as stored and sent. */
  public String code() {
    return code;
  }

  public Locale locale() {
    return locale;
  }

  /** An amount with its currency, as readers write it: all decimals it has, at least two. */
  public String money(Money money) {
    return amount(money.amount()) + " " + money.currency().getCurrencyCode();
  }

  /** An amount whose currency is said elsewhere: all decimals it has, at least two. */
  public String amount(BigDecimal amount) {
    return format("#,##0.00", amount);
  }

  /** A number as readers write it, with all the decimals it has. */
  public String number(BigDecimal number) {
    return format("#,##0", number);
  }

  private String format(String pattern, BigDecimal number) {
    DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
    format.setMaximumFractionDigits(Math.max(number.scale(), format.getMinimumFractionDigits()));
    return format.format(number);
  }

  /** The language of a code; empty for one we do not speak. */
  public static Optional<Language> ofCode(String code) {
    for (Language language : values()) {
      if (language.code.equals(code)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** The language for a reader's locale: Chinese for any Chinese one, else English. */
  public static Language of(Locale locale) {
    return locale.getLanguage().equals("zh") ? ZH : EN;
  }
}
