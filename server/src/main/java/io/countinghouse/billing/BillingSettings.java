package io.countinghouse.billing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * What usage costs.
 *
 * @param priceLists the price lists that are loaded at start; a list once loaded never changes
 * @param readingBatch how many workspaces one transaction of a closing reading takes
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.billing", ignoreUnknownFields = false)
record BillingSettings(
    @NotEmpty @Valid List<PriceListFile> priceLists,
    @DefaultValue("500") @Min(1) @Max(10_000) int readingBatch) {

  /**
   * A price list in a file.
   *
   * @param version its name, for ever
   * @param validFrom from when on days are rated by it
   * @param location a CSV file with the columns item, unit, day_value, retention, currency,
   *     site_kind, price
   */
  record PriceListFile(
      @NotBlank String version, @NotNull Instant validFrom, @NotNull Resource location) {}
}
