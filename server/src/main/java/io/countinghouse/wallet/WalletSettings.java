package io.countinghouse.wallet;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How billing accounts settle for themselves.
 *
 * @param chargeDelay how long after midnight, in a site's zone, the day that ended is charged; the
 *     hours up to then must be closed, so it waits for these
 * @param arrearsAfter how long a balance may be below zero before workspaces are locked (product
 *     facts, 7)
 * @param booksCheck how long after a check of the wallets the next one follows
 * @param bankAccounts where customers transfer money to, one for each currency
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.wallet", ignoreUnknownFields = false)
public record WalletSettings(
    @DefaultValue("10m") Duration chargeDelay,
    @DefaultValue("14d") Duration arrearsAfter,
    @DefaultValue("1h") Duration booksCheck,
    List<@Valid BankAccount> bankAccounts) {

  public WalletSettings {
    bankAccounts = bankAccounts == null ? List.of() : List.copyOf(bankAccounts);
    if (chargeDelay.isNegative()) {
      throw new IllegalArgumentException(
          "countinghouse.wallet.charge-delay must not be below 0: " + chargeDelay);
    }
    if (arrearsAfter.isNegative() || arrearsAfter.isZero()) {
      throw new IllegalArgumentException(
          "countinghouse.wallet.arrears-after must be above 0: " + arrearsAfter);
    }
  }

  /**
   * An account at a bank.
   *
   * @param holder whose it is, as the bank writes it
   * @param bank the bank's name and branch
   * @param number of the account, or its IBAN
   * @param swift the bank's BIC, for transfers from abroad; may be empty
   */
  public record BankAccount(
      @NotNull Currency currency,
      @NotBlank String holder,
      @NotBlank String bank,
      @NotBlank String number,
      @DefaultValue("") String swift) {}

  /** Where money of a currency is transferred to; empty if there is none. */
  public Optional<BankAccount> bankAccount(Currency currency) {
    return bankAccounts.stream().filter(it -> it.currency().equals(currency)).findFirst();
  }
}
