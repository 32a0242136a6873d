package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import io.countinghouse.marketplace.Troubles.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
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
  private final MessageTable messages;
  private final AgreementLife life;
  private final AuditTrail audit;
  private final Troubles troubles;
  private final TransactionTemplate tx;

  Landing(
      MarketplaceApi api,
      Products products,
      AgreementTable agreements,
      MessageTable messages,
      AgreementLife life,
      AuditTrail audit,
      Troubles troubles,
      TransactionTemplate tx) {
    this.api = api;
    this.products = products;
    this.agreements = agreements;
    this.messages = messages;
    this.life = life;
    this.audit = audit;
    this.troubles = troubles;
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
   * What a browser says beside the token. Anybody can say it, so it is kept for people to read and
   * decides nothing: only AWS's answer to the token counts (facts, 1.1).
   *
   * @param offerType such as {@code free-trial}
   * @param agreementId AWS's id of an agreement
   * @param productId AWS's id of a product, not its code
   * @param fulfillmentUrl where AWS meant to send the browser; without its query
   */
  public record Claims(
      @Nullable String offerType,
      @Nullable String agreementId,
      @Nullable String productId,
      @Nullable String fulfillmentUrl) {

    /** What is longer was not written by AWS, and is not kept. */
    static final int LENGTH_MAX = 256;

    /** A browser that says nothing. */
    public static final Claims NONE = new Claims(null, null, null, null);

    public Claims {
      offerType = kept(offerType);
      agreementId = kept(agreementId);
      productId = kept(productId);
      fulfillmentUrl = kept(withoutQuery(fulfillmentUrl));
    }

    private static @Nullable String withoutQuery(@Nullable String url) {
      return url == null ? null : url.split("[?#]", 2)[0];
    }

    private static @Nullable String kept(@Nullable String text) {
      String stripped = text == null ? "" : text.strip();
      boolean odd = stripped.chars().anyMatch(Character::isISOControl);
      return stripped.isEmpty() || stripped.length() > LENGTH_MAX || odd ? null : stripped;
    }

    /** Whether the browser was sent here by a free-trial offer (facts, 1.1). */
    boolean isFreeTrial() {
      return "free-trial".equals(offerType);
    }

    private void addTo(Map<String, String> details) {
      put(details, "claimedOfferType", offerType);
      put(details, "claimedAgreement", agreementId);
      put(details, "claimedProduct", productId);
      put(details, "claimedFulfillmentUrl", fulfillmentUrl);
    }

    private static void put(Map<String, String> details, String name, @Nullable String value) {
      if (value != null) {
        details.put(name, value);
      }
    }
  }

  /**
   * Redeems a token and stores the agreement; the same token again gives the same agreement. Not to
   * be called in a transaction, for it asks AWS.
   *
   * @param product whose landing page it is, and whose credentials ask AWS; the agreement may be of
   *     another product of the same seller, as AWS says
   */
  public Outcome land(Product product, String registrationToken, Claims claims) {
    return switch (resolve(product, registrationToken)) {
      case Resolved resolved -> store(product, resolved, claims);
      case Resolution.Expired() -> new Outcome.Expired();
      case Resolution.Invalid() -> {
        log.warn("a registration token for product {} is invalid", product.id());
        remember(product, Kind.TOKENS_INVALID, "AWS knows no such token");
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

  private Outcome store(Product asked, Resolved resolved, Claims claims) {
    Optional<Product> known = products.ofCode(resolved.productCode());
    if (known.isEmpty()) {
      return misconfigured(asked, "the token is for product code " + resolved.productCode());
    }
    Product product = known.get();
    Optional<AgreementKey> key = keyOf(product, resolved);
    if (key.isEmpty()) {
      return misconfigured(
          asked,
          switch (product.model()) {
            case LEGACY -> "AWS named no CustomerIdentifier";
            case CONCURRENT -> "AWS named no LicenseArn";
          });
    }
    AgreementId id =
        tx.execute(_ -> {
          troubles.over(asked, Kind.LANDINGS_REFUSED, Kind.TOKENS_INVALID);
          return stored(product, key.get(), resolved, claims);
        });
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

  private AgreementId stored(Product product, AgreementKey key, Resolved resolved, Claims claims) {
    Agreement agreement = life.lockOrMake(product.code(), key);
    if (key instanceof AgreementKey.License(LicenseArn exact)
        && agreement.key() instanceof AgreementKey.License(LicenseArn stored)
        && !exact.equals(stored)) {
      agreement = agreements.readdress(agreement, exact);
    }
    String account = resolved.awsAccountId();
    if (account != null && !account.equals(agreement.awsAccountId())) {
      agreement = agreements.update(agreement.ofAccount(account));
    }
    if (claims.isFreeTrial() && !agreement.terms().freeTrial() && awsIsSilent(agreement)) {
      agreements.update(agreement.on(agreement.terms().asFreeTrial()));
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("product", product.id());
    claims.addTo(details);
    audit.record(Actor.SYSTEM, "agreement.landed", agreement.id().value(), details);
    return agreement.id();
  }

  /** AWS's messages of the concurrent model do not tell of free trials; others do, and count. */
  private boolean awsIsSilent(Agreement agreement) {
    return messages.factsOf(agreement.id()).stream()
        .allMatch(fact -> fact.details().freeTrial() == null);
  }

  private void remember(Product product, Kind trouble, String detail) {
    tx.executeWithoutResult(_ -> troubles.met(product, trouble, detail));
  }

  private Outcome misconfigured(Product product, String detail) {
    log.error("product {} is set up wrongly: {}", product.id(), detail);
    remember(product, Kind.LANDINGS_REFUSED, detail);
    return new Outcome.Misconfigured();
  }
}
