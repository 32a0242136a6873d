package io.countinghouse.billing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * What usage costs.
 *
 * @param priceLists the price lists that are loaded at start; a list once loaded never changes
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.billing", ignoreUnknownFields = false)
record BillingSettings(@NotEmpty @Valid List<PriceListFile> priceLists) {

  /**
   * A price list in a file.
   *
   * @param version its name, for ever
   * @param validFrom the first billing day rated by it, in the zone of each site
   * @param location a CSV file with the columns item, unit, day_value, retention, currency,
   *     site_kind, price
   */
  record PriceListFile(
      @NotBlank String version, @NotNull LocalDate validFrom, @NotNull Resource location) {}
}
