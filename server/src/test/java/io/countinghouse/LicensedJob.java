package io.countinghouse;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * What AWS says of a product of the concurrent model, for tests; import it beside {@link
 * MainJob.Beans}.
 */
public final class LicensedJob {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Inbox inbox;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final Landing landing;
  private final Product product;

  LicensedJob(
      Inbox inbox, OutboxWorker worker, FakeMarketplace aws, Landing landing, Products products) {
    this.inbox = inbox;
    this.worker = worker;
    this.aws = aws;
    this.landing = landing;
    this.product = products.get("produs");
  }

  /** Its bean. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {
    @Bean
    LicensedJob licensedJob(
        Inbox inbox, OutboxWorker worker, FakeMarketplace aws, Landing landing, Products products) {
      return new LicensedJob(inbox, worker, aws, landing, products);
    }
  }

  /** A buyer's account that nobody else has. */
  public String newAccount() {
    return String.format(Locale.ROOT, "%012d", 100_000_000_000L + NUMBERS.incrementAndGet());
  }

  /** An agreement of AWS with its licence. */
  public Licensed newAgreement(String account) {
    int number = NUMBERS.incrementAndGet();
    return new Licensed(account, "agmt-" + number, "l-" + Integer.toHexString(number));
  }

  /** One agreement of AWS, as AWS names it. */
  public record Licensed(String account, String agreement, String licenseId) {

    /** The same licence under a newer agreement. */
    public Licensed under(String newer) {
      return new Licensed(account, newer, licenseId);
    }

    /** Its licence's ARN. */
    public LicenseArn arn() {
      return new LicenseArn("arn:aws:license-manager::555566667777:license:" + licenseId);
    }
  }

  /** An event of an agreement: intent and previous only where it is created. */
  public record Event(
      String type, Licensed of, String agreementFields, Instant time, String license) {

    public Event(String type, Licensed of, String agreementFields, Instant time) {
      this(type, of, agreementFields, time, "\"arn\":\"%s\"".formatted(of.arn().value()));
    }

    /** The same with the licence named by its id alone. */
    public Event byLicenseId() {
      return new Event(type, of, agreementFields, time, "\"id\":\"%s\"".formatted(of.licenseId()));
    }

    /** The agreement was accepted. */
    public static Event created(
        Licensed of, String intent, @Nullable String previous, Instant time) {
      return created(of, intent, previous, time, time);
    }

    /** The agreement was accepted, to start at another time. */
    public static Event created(
        Licensed of, String intent, @Nullable String previous, Instant time, Instant start) {
      String link = previous == null ? "" : ",\"previousAgreementId\":\"" + previous + "\"";
      return new Event(
          "Purchase Agreement Created - Proposer",
          of,
          ",\"intent\":\"%s\",\"status\":\"ACTIVE\",\"startTime\":\"%s\"%s"
              .formatted(intent, start, link),
          time);
    }

    /** The licence was granted. */
    public static Event licensed(Licensed of, Instant time) {
      return new Event("License Updated - Manufacturer", of, "", time);
    }

    /** The licence is gone. */
    public static Event deprovisioned(Licensed of, Instant time) {
      return new Event("License Deprovisioned - Manufacturer", of, "", time);
    }

    /** The agreement ended, with AWS's word for how. */
    public static Event ended(Licensed of, String status, Instant time) {
      return new Event(
          "Purchase Agreement Ended - Proposer", of, ",\"status\":\"" + status + "\"", time);
    }

    private String key() {
      return type + agreementFields + of + time;
    }

    private String body() {
      String named =
          type.startsWith("License")
              ? ",\"product\":{\"code\":\"produs\",\"id\":\"prod-1\"},\"license\":{%s}"
                  .formatted(license)
              : "";
      return """
      {"version":"0","id":"%s","detail-type":"%s","source":"aws.agreement-marketplace","time":"%s",
       "detail":{"agreement":{"id":"%s"%s}%s,"acceptor":{"accountId":"%s"},"offer":{"id":"offer-1"}}}\
      """
          .formatted(
              Integer.toHexString(key().hashCode()),
              type,
              time,
              of.agreement(),
              agreementFields,
              named,
              of.account());
    }
  }

  /** AWS tells an event; it is stored and applied. The same again is a duplicate. */
  public void tells(Event event) {
    inbox.store(product, event.key(), event.time(), event.body());
    worker.runAll();
  }

  /** AWS tells something by the notifications of the legacy model. */
  public void says(String action, String customer, Instant sentAt) {
    inbox.store(
        product,
        "msg-us" + NUMBERS.incrementAndGet(),
        sentAt,
        "{\"action\":\"%s\",\"customer-identifier\":\"%s\",\"product-code\":\"produs\"}"
            .formatted(action, customer));
    worker.runAll();
  }

  /** The buyer lands with a token. */
  public AgreementId lands(Licensed of) {
    String token = "token-" + of.licenseId();
    aws.resolving(token, new Resolved("produs", null, of.account(), of.arn()));
    return switch (landing.land(product, token, Landing.Claims.NONE)) {
      case Landing.Outcome.Landed(AgreementId agreement) -> agreement;
      case Landing.Outcome other -> throw new AssertionError("not landed: " + other);
    };
  }
}
