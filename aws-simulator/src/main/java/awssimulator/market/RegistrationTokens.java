package awssimulator.market;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Agreement.State;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registration tokens: given to the buyer's browser, redeemed by the seller; stored as hashes. */
@Component
public final class RegistrationTokens {
  private final Database database;
  private final Agreements agreements;
  private final BusinessClock clock;
  private final SimulatorSettings settings;

  /** The hidden field of the landing form that a free trial adds (facts §1.1). */
  public static final String FREE_TRIAL = "free-trial";

  private record Token(String agreementId, Instant expiresAt, @Nullable Instant usedAt) {}

  RegistrationTokens(
      Database database, Agreements agreements, BusinessClock clock, SimulatorSettings settings) {
    this.database = database;
    this.agreements = agreements;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * A fresh token for an agreement.
   *
   * @throws MarketRefusal NOT_FOUND for an unknown agreement, CONFLICT if it has ended
   */
  public String issue(String agreementId) {
    String token = Ids.registrationToken();
    database.run(() -> {
      Agreement agreement = agreements.agreement(agreementId);
      if (agreement.state() == State.ENDED) {
        throw new MarketRefusal(
            MarketRefusal.Reason.CONFLICT, "Agreement " + agreementId + " has ended");
      }
      ProductSettings product = agreements.product(agreement.productCode());
      insert(token, agreementId, clock.instant(), product);
    });
    return token;
  }

  private void insert(String token, String agreementId, Instant now, ProductSettings product) {
    database
        .sql()
        .sql(
            """
            INSERT INTO token (token_hash, agreement_id, issued_at, expires_at)
            VALUES (:hash, :agreement, :now, :expires)
            """)
        .param("hash", hash(token))
        .param("agreement", agreementId)
        .param("now", now.toEpochMilli())
        .param("expires", now.plus(product.tokenLife()).toEpochMilli())
        .update();
  }

  /**
   * Redeems a token for the seller account that signed the call; the seller of another product gets
   * Invalid, as AWS answers the wrong account (facts P22).
   */
  public Redemption redeem(String token, String sellerAccountId) {
    return database.transact(() -> {
      Optional<Token> found = find(token);
      if (found.isEmpty()) {
        return new Redemption.Invalid();
      }
      return redeem(token, found.get(), sellerAccountId);
    });
  }

  private Redemption redeem(String token, Token found, String sellerAccountId) {
    Agreement agreement = agreements.agreement(found.agreementId());
    Optional<ProductSettings> product = settings.product(agreement.productCode());
    if (product.isEmpty() || !product.get().sellerAccountId().equals(sellerAccountId)) {
      return new Redemption.Invalid();
    }
    boolean spent = product.get().tokenOneTime() && found.usedAt() != null;
    if (spent || !clock.instant().isBefore(found.expiresAt())) {
      return new Redemption.Expired();
    }
    markUsed(token);
    return new Redemption.Resolved(
        product.get(), agreements.account(agreement.accountId()), agreement);
  }

  private void markUsed(String token) {
    database
        .sql()
        .sql("UPDATE token SET used_at = coalesce(used_at, :now) WHERE token_hash = :hash")
        .param("now", clock.instant().toEpochMilli())
        .param("hash", hash(token))
        .update();
  }

  private Optional<Token> find(String token) {
    return database
        .sql()
        .sql("SELECT * FROM token WHERE token_hash = :hash")
        .param("hash", hash(token))
        .query((row, _) ->
            new Token(
                Rows.text(row, "agreement_id"),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "used_at")))
        .optional();
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
