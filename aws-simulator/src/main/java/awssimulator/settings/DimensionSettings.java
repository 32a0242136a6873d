package awssimulator.settings;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A thing that can be metered.
 *
 * @param name the API name, case-sensitive
 * @param titleZh what it is, on Chinese pages
 * @param titleEn what it is, on English pages
 * @param unitPrice the price of one unit in the product's currency
 */
public record DimensionSettings(String name, String titleZh, String titleEn, BigDecimal unitPrice) {

  /** Refuses a dimension without a name or with a negative price. */
  public DimensionSettings {
    Requirements.text(name, "dimensions[].name");
    Requirements.text(titleZh, name + ": title-zh");
    Requirements.text(titleEn, name + ": title-en");
    Requirements.present(unitPrice, name + ": unit-price");
    Requirements.that(unitPrice.signum() >= 0, name + ": unit-price must not be negative");
  }

  /** The title in the language of the reader, English unless Chinese. */
  public String title(Locale locale) {
    return ProductSettings.isChinese(locale) ? titleZh : titleEn;
  }
}
