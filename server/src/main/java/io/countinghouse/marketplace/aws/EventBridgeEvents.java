package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.Fact;
import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.NotificationReader.Reading;
import io.countinghouse.marketplace.NotificationReader.Reading.NeedsAPerson;
import io.countinghouse.marketplace.NotificationReader.Reading.NotUnderstood;
import io.countinghouse.marketplace.NotificationReader.Reading.Noted;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.marketplace.NotificationReader.Subject;
import io.countinghouse.marketplace.Why;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The events of the concurrent model (facts, 3). */
final class EventBridgeEvents {

  private static final String SOURCE = "aws.agreement-marketplace";

  private EventBridgeEvents() {}

  static boolean isEvent(JsonNode root) {
    return root.has("detail-type") && root.has("detail");
  }

  /**
   * What AWS means for removing duplicates: its request id, or else the event's own. With type and
   * agreement, for one request may lead to several events.
   */
  static @Nullable String idOf(JsonNode event) {
    String request = event.path("detail").path("requestId").asString("").strip();
    String id = request.isEmpty() ? event.path("id").asString("").strip() : request;
    String agreement = event.path("detail").path("agreement").path("id").asString("");
    return id.isEmpty() ? null : typeOf(event) + ":" + agreement + ":" + id;
  }

  static @Nullable Instant timeOf(JsonNode event) {
    return instant(event, "time");
  }

  /** The type without the seller's role in the deal, which changes nothing for us. */
  private static String typeOf(JsonNode event) {
    String type = event.path("detail-type").asString("").strip();
    return type.replaceFirst(" - (Proposer|Manufacturer)$", "");
  }

  static Reading read(JsonNode event) {
    if (!event.path("source").asString("").equals(SOURCE)) {
      return new NotUnderstood(Why.UNKNOWN_SOURCE.of(event.path("source").asString("")));
    }
    String type = typeOf(event);
    JsonNode detail = event.path("detail");
    String agreement = text(detail.path("agreement"), "id");
    return switch (type) {
      case "Purchase Agreement Created" -> ofAgreement(Fact.CREATED, event);
      case "Purchase Agreement Amended" -> ofAgreement(Fact.AMENDED, event);
      case "Purchase Agreement Ended" -> ended(event);
      case "License Updated" -> ofLicense(Fact.LICENSED, detail);
      case "License Deprovisioned" -> ofLicense(Fact.DEPROVISIONED, detail);
      case "Purchase Agreement Advisory Issued",
          "Purchase Agreement Billing Adjustment Failed",
          "Agreement Cancellation Request Validation Failed",
          "Spend Threshold Vet Failed" ->
          new NeedsAPerson(type, agreement);
      case "Purchase Agreement Advisory Resolved",
          "Purchase Agreement Ending",
          "Purchase Agreement Renewal Terms Finalized",
          "Purchase Agreement Renewal Upcoming",
          "Purchase Agreement Billing Adjustment Completed",
          "Agreement Cancellation Request Pending Approval",
          "Agreement Cancellation Request Approved",
          "Agreement Cancellation Request Rejected",
          "Agreement Cancellation Request Cancelled",
          "Spend Threshold Reached",
          "Spend Threshold Vet Succeeded" ->
          new Noted(type, agreement);
      default -> new NotUnderstood(Why.UNKNOWN_EVENT.of(type));
    };
  }

  private static Reading ended(JsonNode event) {
    String status = event.path("detail").path("agreement").path("status").asString("");
    return switch (status) {
      case "CANCELLED", "EXPIRED", "TERMINATED" -> ofAgreement(Fact.ENDED, event);
      case "RENEWED", "REPLACED" -> ofAgreement(Fact.SUCCEEDED, event);
      default -> new NotUnderstood(Why.UNKNOWN_STATUS.of(status));
    };
  }

  private static Reading ofAgreement(Fact fact, JsonNode event) {
    JsonNode detail = event.path("detail");
    String agreement = text(detail.path("agreement"), "id");
    return agreement == null
        ? new NotUnderstood(Why.NO_AGREEMENT_NAMED.of())
        : new Understood(
            fact,
            new Subject.OfAwsAgreement(agreement),
            details(detail, agreement, isResold(event)));
  }

  private static Reading ofLicense(Fact fact, JsonNode detail) {
    String agreement = text(detail.path("agreement"), "id");
    String product = text(detail.path("product"), "code");
    if (agreement == null || product == null) {
      return new NotUnderstood(Why.NO_LICENSE_NAMED.of());
    }
    Optional<Subject> license = license(product, agreement, detail.path("license"));
    if (license.isEmpty()) {
      return new NotUnderstood(Why.NO_LICENSE_NAMED.of());
    }
    if (text(detail.path("acceptor"), "accountId") == null) {
      // Without it no usage can ever be reported (facts, P26).
      return new NotUnderstood(Why.NO_BUYER_NAMED.of());
    }
    return new Understood(fact, license.get(), details(detail, agreement, false));
  }

  /** AWS prints {@code license.arn}; an integrator has seen {@code license.id} (facts, 3.4). */
  private static Optional<Subject> license(String product, String agreement, JsonNode license) {
    String id = license.path("id").asString("").strip();
    Optional<Subject> named =
        LicenseArn.parse(license.path("arn").asString(""))
            .or(() -> LicenseArn.parse(id))
            .map(arn -> new Subject.OfLicense(product, new AgreementKey.License(arn), agreement));
    return named.isEmpty() && LicenseArn.isId(id)
        ? Optional.of(new Subject.OfLicenseId(product, id, agreement))
        : named;
  }

  /** Of a partner's offer the maker of the product gets the manufacturer's events (facts, 3.1). */
  private static boolean isResold(JsonNode event) {
    return text(event.path("detail").path("resaleAuthorization"), "id") != null
        || event.path("detail-type").asString("").strip().endsWith(" - Manufacturer");
  }

  private static Details details(JsonNode detail, String awsAgreementId, boolean resold) {
    JsonNode agreement = detail.path("agreement");
    String previous = text(agreement, "previousAgreementId");
    return new Details(
        text(detail.path("acceptor"), "accountId"),
        text(detail.path("offer"), "id"),
        null,
        text(agreement, "intent"),
        awsAgreementId.equals(previous) ? null : previous,
        instant(agreement, "startTime"),
        instant(agreement, "endTime"),
        resold);
  }

  private static @Nullable String text(JsonNode node, String name) {
    String value = node.path(name).asString("").strip();
    return value.isEmpty() ? null : value;
  }

  private static @Nullable Instant instant(JsonNode node, String name) {
    try {
      return Instant.parse(node.path(name).asString(""));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
