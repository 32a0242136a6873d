package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** A customer comes from AWS with a registration token: redeemed at once, kept nowhere. */
@Service
public class Landing {

  private static final Logger log = LoggerFactory.getLogger(Landing.class);
  private static final int ATTEMPTS_MAX = 3;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final MarketplaceApi api;
  private final Products products;
  private final AgreementTable agreements;
  private final AgreementLife life;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  Landing(
      MarketplaceApi api,
      Products products,
      AgreementTable agreements,
      AgreementLife life,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.api = api;
    this.products = products;
    this.agreements = agreements;
    this.life = life;
    this.audit = audit;
    this.tx = tx;
  }

  /** What came of a landing. */
  public sealed interface Outcome {

    /** The agreement is known; whoever holds this browser may set it up. */
    record Landed(AgreementId agreement) implements Outcome {}

    /** The token is too old: start again from AWS. */
    record Expired() implements Outcome {}

    /** AWS does not know the token. */
    record Invalid() implements Outcome {}

    /** AWS cannot be asked just now: try again. */
    record Unavailable() implements Outcome {}

    /** We are set up wrongly; an operator must act. */
    record Misconfigured() implements Outcome {}
  }

  /**
   * Redeems a token and stores the agreement; the same token again gives the same agreement. Not to
   * be called in a transaction, for it asks AWS.
   */
  public Outcome land(Product product, String registrationToken) {
    return switch (resolve(product, registrationToken)) {
      case Resolved resolved -> store(product, resolved);
      case Resolution.Expired() -> new Outcome.Expired();
      case Resolution.Invalid() -> {
        log.warn("a registration token for product {} is invalid", product.id());
        yield new Outcome.Invalid();
      }
      case Resolution.Unavailable(String detail) -> {
        log.warn("AWS cannot resolve customers of product {}: {}", product.id(), detail);
        yield new Outcome.Unavailable();
      }
      case Resolution.Misconfigured(String detail) -> misconfigured(product, detail);
    };
  }

  private Resolution resolve(Product product, String registrationToken) {
    Resolution resolution = api.resolve(product, registrationToken);
    for (int attempt = 1;
        attempt < ATTEMPTS_MAX && resolution instanceof Resolution.Unavailable;
        attempt++) {
      try {
        long pause = PAUSE.toMillis() << attempt;
        Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return resolution;
      }
      resolution = api.resolve(product, registrationToken);
    }
    return resolution;
  }

  private Outcome store(Product product, Resolved resolved) {
    if (!products.ofCode(resolved.productCode()).map(product::equals).orElse(false)) {
      return misconfigured(product, "the token is for product code " + resolved.productCode());
    }
    Optional<AgreementKey> key = keyOf(product, resolved);
    if (key.isEmpty()) {
      return misconfigured(
          product,
          switch (product.model()) {
            case LEGACY -> "AWS named no CustomerIdentifier";
            case CONCURRENT -> "AWS named no LicenseArn";
          });
    }
    AgreementId id = tx.execute(_ -> stored(product, key.get(), resolved));
    return new Outcome.Landed(id);
  }

  private static Optional<AgreementKey> keyOf(Product product, Resolved resolved) {
    return switch (product.model()) {
      case LEGACY ->
          Optional.ofNullable(resolved.customerIdentifier())
              .map(String::strip)
              .filter(customer -> !customer.isEmpty())
              .map(customer -> new AgreementKey.Customer(product.code(), customer));
      case CONCURRENT -> Optional.ofNullable(resolved.license()).map(AgreementKey.License::new);
    };
  }

  private AgreementId stored(Product product, AgreementKey key, Resolved resolved) {
    Agreement agreement = life.lockOrMake(product.code(), key);
    String account = resolved.awsAccountId();
    if (account != null && !account.equals(agreement.awsAccountId())) {
      agreements.update(agreement.ofAccount(account));
    }
    audit.record(
        Actor.SYSTEM, "agreement.landed", agreement.id().value(), Map.of("product", product.id()));
    return agreement.id();
  }

  private static Outcome misconfigured(Product product, String detail) {
    log.error("product {} is set up wrongly: {}", product.id(), detail);
    return new Outcome.Misconfigured();
  }
}
