package io.countinghouse.settlement;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.LinkTokens;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How far set-ups have come, so that another browser can go on with one. The link in the reminder
 * is not enough for that: whoever has the mail could have been sent it on, or have lost the billing
 * account since, so a fresh code to the address of now has to be entered as well.
 */
@Service
@EnableConfigurationProperties(SettlementSettings.class)
public class SetUpProgress {

  private static final String USE = "set-up";

  private final SetUpTable table;
  private final EmailCodes codes;
  private final LinkTokens tokens;
  private final Outbox outbox;
  private final SettlementSettings settings;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  SetUpProgress(
      SetUpTable table,
      EmailCodes codes,
      LinkTokens tokens,
      Outbox outbox,
      SettlementSettings settings,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.table = table;
    this.codes = codes;
    this.tokens = tokens;
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * How far one has come.
   *
   * @param email the billing account's present one; with a registration, shown by a code in it
   * @param account the billing account that was shown to be theirs; empty with a registration
   * @param registration the registration under way; empty with a billing account
   * @param remindedAt when the customer was reminded
   */
  public record Progress(
      AgreementId agreement,
      EmailAddress email,
      Language language,
      @Nullable BillingAccountId account,
      @Nullable RegistrationId registration,
      @Nullable Instant remindedAt) {}

  /** A customer has shown a billing account to be theirs. */
  public void shown(AgreementId agreement, BillingAccount account) {
    keep(
        new Progress(
            agreement,
            new EmailAddress(account.email()),
            account.language(),
            account.id(),
            null,
            null));
  }

  /** A customer has begun to register, or has changed that. */
  public void begun(AgreementId agreement, Registration registration) {
    keep(
        new Progress(
            agreement,
            registration.email(),
            registration.language(),
            null,
            registration.id(),
            null));
  }

  private void keep(Progress progress) {
    Instant now = clock.now();
    tx.executeWithoutResult(_ -> {
      if (table.keep(progress, now)) {
        outbox.put(
            Work.of(
                SetUpReminder.KIND,
                progress.agreement().value(),
                now.plus(settings.setUpReminder())));
      }
    });
  }

  /** How far the set-up of an agreement has come; empty while no address is known. */
  public Optional<Progress> find(AgreementId agreement) {
    return tx.execute(_ -> table.find(agreement));
  }

  /** Makes the token of the link in the reminder, to be called when its mail is sent. */
  public Optional<String> issueLink(AgreementId agreement) {
    return tx.execute(_ ->
        table
            .find(agreement)
            .map(_ -> {
              String token = tokens.make(USE, agreement.value(), 1);
              table.setLink(agreement, tokens.hashOf(token));
              return token;
            }));
  }

  /** The set-up that a link's token is of; empty when it is of none. */
  public Optional<Progress> byToken(String token) {
    return tx.execute(_ -> table.byLink(tokens.hashOf(token)));
  }

  /** Sends a code to the address of a set-up, for going on in another browser. */
  public EmailCodes.RequestOutcome sendCode(Progress progress, Language language) {
    return codes.request(
        CodePurpose.REGISTRATION,
        new EmailCodes.About(progress.agreement().value(), ""),
        progress.email(),
        language);
  }

  /** Whether the code of {@link #sendCode} was typed; it is used up. Not in a transaction. */
  public boolean isShown(Progress progress, String code) {
    return switch (codes.check(
        CodePurpose.REGISTRATION, progress.agreement().value(), progress.email(), code)) {
      case EmailCodes.Verdict.Right(EmailCodeId right) ->
          Boolean.TRUE.equals(tx.execute(_ -> codes.use(right)));
      case EmailCodes.Verdict.Wrong _, EmailCodes.Verdict.NoneValid _ -> false;
    };
  }
}
