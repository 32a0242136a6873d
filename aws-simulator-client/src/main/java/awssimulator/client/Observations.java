package awssimulator.client;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to see: products, charged records, bills, calls. */
public final class Observations {
  private final ControlHttp http;

  Observations(ControlHttp http) {
    this.http = http;
  }

  /**
   * A product and what its seller needs to talk to it.
   *
   * @param model {@code legacy} or {@code concurrent}
   * @param currency the ISO 4217 code
   * @param queueUrl the SQS queue of its notifications
   * @param deadLetterQueueUrl where a notification goes that was received too often
   * @param accessKeyId the seller's key; worth nothing at AWS
   * @param fulfillmentUrl where "Set up your account" posts the registration token
   */
  public record Product(
      String code,
      String titleZh,
      String titleEn,
      String partition,
      String region,
      String model,
      String currency,
      String sellerAccountId,
      String queueUrl,
      String deadLetterQueueUrl,
      String accessKeyId,
      String secretAccessKey,
      List<Dimension> dimensions,
      String fulfillmentUrl) {

    @Override
    public String toString() {
      return "Product[code=" + code + ", region=" + region + ", model=" + model + "]";
    }
  }

  /**
   * What is metered.
   *
   * @param unitPrice a decimal in the product's currency
   */
  public record Dimension(String name, String unitPrice) {}

  /**
   * An hour's usage that was accepted, and is charged.
   *
   * @param hour the hour it counts for
   * @param usageTime the timestamp it was sent with
   * @param quantity units
   * @param free whether it is of a free trial and costs nothing
   * @param receivedAt business time of the call
   */
  public record MeteringRecord(
      String meteringRecordId,
      String productCode,
      String accountId,
      String agreementId,
      String dimension,
      Instant hour,
      Instant usageTime,
      long quantity,
      boolean free,
      List<Allocation> allocations,
      Instant receivedAt) {}

  /** A share of a record's quantity and what it is for. */
  public record Allocation(long quantity, List<Tag> tags) {}

  /** A cost-allocation tag. */
  public record Tag(String key, String value) {}

  /**
   * Which records to list; null is any.
   *
   * @param from the first hour
   * @param to the hour after the last
   */
  public record RecordFilter(
      @Nullable String agreementId,
      @Nullable String accountId,
      @Nullable String productCode,
      @Nullable String dimension,
      @Nullable Instant from,
      @Nullable Instant to) {

    /** Every record there is. */
    public static RecordFilter all() {
      return new RecordFilter(null, null, null, null, null, null);
    }

    /** The records of one agreement. */
    public static RecordFilter ofAgreement(String agreementId) {
      return new RecordFilter(agreementId, null, null, null, null, null);
    }
  }

  /**
   * What an account pays for a month. Amounts are decimals in the product's currency.
   *
   * @param month a month in UTC
   * @param products one entry per product with records in the month
   */
  public record Bill(String accountId, YearMonth month, List<ProductBill> products) {}

  /** The part of one product in a bill. */
  public record ProductBill(
      String productCode,
      String currency,
      List<DimensionLine> dimensions,
      List<TagLine> tags,
      String total) {}

  /**
   * What a dimension costs: the sum of its records.
   *
   * @param freeQuantity how much of the quantity is of a free trial and costs nothing
   */
  public record DimensionLine(
      String dimension,
      long records,
      long quantity,
      long freeQuantity,
      String unitPrice,
      String amount) {}

  /**
   * The part of a dimension's charge that carries a tag.
   *
   * @param value null for what does not carry the key
   */
  public record TagLine(
      String key, @Nullable String value, String dimension, long quantity, String amount) {}

  /**
   * A call of an AWS operation and its answer, without secrets.
   *
   * @param seq counts calls; the cursor of {@link RequestFilter}
   * @param receivedAt business time
   * @param receivedAtWall wall time
   * @param agreementIds the agreements it touched
   * @param status of the answer; null if the connection was cut
   * @param error the exception's name, if it was one
   * @param fault the fault it met, if any
   * @param response what was answered, or would have been if the connection had not been cut
   */
  public record Request(
      long seq,
      String requestId,
      Instant receivedAt,
      Instant receivedAtWall,
      long durationMillis,
      String operation,
      List<String> agreementIds,
      Map<String, String> headers,
      String body,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String fault,
      String response) {}

  /**
   * Which calls to list; null is any.
   *
   * @param operation the operation's name
   * @param status the HTTP status of the answer
   * @param before only calls with a lower seq: the last one of the page before
   * @param limit how many at most, 1 to 1000; null is 100
   */
  public record RequestFilter(
      @Nullable String operation,
      @Nullable Integer status,
      @Nullable String agreementId,
      @Nullable Long before,
      @Nullable Integer limit) {

    /** The latest 100 calls. */
    public static RequestFilter latest() {
      return new RequestFilter(null, null, null, null, null);
    }

    /** The latest 100 calls of one operation. */
    public static RequestFilter of(String operation) {
      return new RequestFilter(operation, null, null, null, null);
    }
  }

  /**
   * What a contract grants.
   *
   * @param value the quantity
   * @param expiresAt when it ends; null for never
   */
  public record Entitlement(
      String productCode,
      String dimension,
      String accountId,
      String customerIdentifier,
      String licenseArn,
      long value,
      @Nullable Instant expiresAt) {}

  /** The products. */
  public List<Product> products() {
    return http.list("/products", Product.class);
  }

  /** The records that were accepted. */
  public List<MeteringRecord> meteringRecords(RecordFilter filter) {
    QueryString query =
        new QueryString()
            .with("agreementId", filter.agreementId())
            .with("accountId", filter.accountId())
            .with("productCode", filter.productCode())
            .with("dimension", filter.dimension())
            .with("from", filter.from())
            .with("to", filter.to());
    return http.list("/metering-records" + query, MeteringRecord.class);
  }

  /** An account's bill for a month. */
  public Bill bill(String accountId, YearMonth month) {
    QueryString query = new QueryString().with("accountId", accountId).with("month", month);
    return http.get("/bill" + query, Bill.class);
  }

  /** Calls of AWS operations, newest first. */
  public List<Request> requests(RequestFilter filter) {
    QueryString query =
        new QueryString()
            .with("operation", filter.operation())
            .with("status", filter.status())
            .with("agreementId", filter.agreementId())
            .with("before", filter.before())
            .with("limit", filter.limit());
    return http.list("/requests" + query, Request.class);
  }

  /** What the contracts about a product grant now. */
  public List<Entitlement> entitlements(String productCode) {
    return http.list(
        "/products/" + ControlHttp.segment(productCode) + "/entitlements", Entitlement.class);
  }
}
