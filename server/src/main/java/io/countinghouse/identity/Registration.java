package io.countinghouse.identity;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registration under way, as far as it has come.
 *
 * @param email shown to be the customer's
 * @param phone may be empty
 * @param language of the accounts' mails
 * @param company of the second step; empty before it, and with an existing billing account
 * @param existing the billing account to tie to instead of making one; empty when one is made, or
 *     when its sign-ins were ended since its owner was shown
 * @param made the console account, once it is completed
 */
public record Registration(
    RegistrationId id,
    SiteId site,
    Username username,
    EmailAddress email,
    String phone,
    Language language,
    PasswordHash passwordHash,
    @Nullable Company company,
    @Nullable BillingAccountId existing,
    @Nullable ConsoleAccountId made) {

  /** Whether the step about the company is done, or not needed. */
  public boolean hasPayer() {
    return company != null || existing != null;
  }

  /** Whether its accounts are made. */
  public boolean isComplete() {
    return made != null;
  }

  /** The console account, once it is completed. */
  public Optional<ConsoleAccountId> consoleAccount() {
    return Optional.ofNullable(made);
  }
}
