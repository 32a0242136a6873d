package io.countinghouse.billing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The price lists in force at any time; the configured ones are loaded at start. */
@Component
@EnableConfigurationProperties(BillingSettings.class)
class PriceLists implements InitializingBean {

  private final BillingSettings settings;
  private final PriceListTable table;
  private final TransactionTemplate tx;
  private volatile List<PriceList> lists = List.of();

  PriceLists(BillingSettings settings, PriceListTable table, TransactionTemplate tx) {
    this.settings = settings;
    this.table = table;
    this.tx = tx;
  }

  /**
   * Loads what is configured.
   *
   * @throws IllegalArgumentException if a list is wrong, or differs from what was loaded before
   *     under its version
   */
  @Override
  public void afterPropertiesSet() throws IOException {
    for (BillingSettings.PriceListFile file : settings.priceLists()) {
      String csv = file.location().getContentAsString(StandardCharsets.UTF_8);
      PriceList list = PriceListReader.read(file.version(), file.validFrom(), csv);
      tx.executeWithoutResult(_ -> {
        if (!table.store(list)) {
          refuseChange(list);
        }
      });
    }
    lists = tx.execute(_ -> table.all());
  }

  private void refuseChange(PriceList list) {
    PriceList stored =
        table.all().stream()
            .filter(other -> other.version().equals(list.version()))
            .findFirst()
            .orElseThrow();
    boolean same =
        stored.validFrom().equals(list.validFrom())
            && new HashSet<>(stored.lines()).equals(new HashSet<>(list.lines()));
    if (!same) {
      throw new IllegalArgumentException(
          "Price list %s was loaded before with other prices; give the new ones a new version"
              .formatted(list.version()));
    }
  }

  /** The list by which a day is rated that starts at an instant; empty before the first list. */
  Optional<PriceList> inForce(Instant dayStart) {
    return lists.stream().filter(list -> !list.validFrom().isAfter(dayStart)).findFirst();
  }
}
