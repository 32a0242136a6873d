package io.countinghouse.billing;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Loads the price lists that are configured, at start. */
@Component
@EnableConfigurationProperties(BillingSettings.class)
class ConfiguredPriceLists implements InitializingBean {

  private final BillingSettings settings;
  private final PriceListTable table;
  private final FirstDay firstDay;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  ConfiguredPriceLists(
      BillingSettings settings,
      PriceListTable table,
      FirstDay firstDay,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.settings = settings;
    this.table = table;
    this.firstDay = firstDay;
    this.audit = audit;
    this.tx = tx;
  }

  /**
   * Stores those that are not there yet. One that would rate days already begun is taken only as
   * long as there is no list at all.
   *
   * @throws IllegalArgumentException if a list is wrong, comes too late, or differs from what was
   *     loaded before under its version
   */
  @Override
  public void afterPropertiesSet() throws IOException {
    List<PriceList> configured = new ArrayList<>();
    for (BillingSettings.PriceListFile file : settings.priceLists()) {
      configured.add(read(file));
    }
    tx.executeWithoutResult(_ -> {
      table.lock();
      List<PriceListTable.Head> before = table.heads();
      Set<LocalDate> taken =
          before.stream()
              .filter(head -> head.withdrawnAt() == null)
              .map(PriceListTable.Head::validFrom)
              .collect(Collectors.toCollection(HashSet::new));
      configured.forEach(list -> load(list, before, taken));
    });
  }

  private static PriceList read(BillingSettings.PriceListFile file) throws IOException {
    PriceListReader.Parsed parsed = PriceListReader.read(file.location().getContentAsByteArray());
    if (!parsed.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "Price list %s: %s".formatted(file.version(), parsed.problems()));
    }
    return parsed.list(file.version(), file.validFrom());
  }

  /**
   * @param taken the days on which lists begin
   */
  private void load(PriceList list, List<PriceListTable.Head> before, Set<LocalDate> taken) {
    Optional<PriceListTable.Head> stored =
        before.stream().filter(head -> head.version().equals(list.version())).findFirst();
    if (stored.isEmpty()) {
      if (!before.isEmpty() && list.validFrom().isBefore(firstDay.notBegun())) {
        throw new IllegalArgumentException(
            "Price list %s would rate days that have begun; let it begin on %s or later"
                .formatted(list.version(), firstDay.notBegun()));
      }
      if (!PriceListImports.isVersion(list.version())) {
        throw new IllegalArgumentException(
            "Price list %s: a version is 1 to 40 letters, digits, dots, hyphens and underscores"
                .formatted(list.version()));
      }
      if (!taken.add(list.validFrom())) {
        throw new IllegalArgumentException(
            "Price list %s: another list begins on %s".formatted(list.version(), list.validFrom()));
      }
      table.store(list);
      audit.record(
          Actor.SYSTEM,
          "price-list.stored",
          list.version(),
          Map.of(
              "validFrom", list.validFrom().toString(),
              "prices", Integer.toString(list.lines().size()),
              "allowances", Integer.toString(list.allowances().size())));
    } else if (!table.read(stored.get()).sameAs(list)) {
      throw new IllegalArgumentException(
          "Price list %s was loaded before with other prices; give the new ones a new version"
              .formatted(list.version()));
    }
  }
}
