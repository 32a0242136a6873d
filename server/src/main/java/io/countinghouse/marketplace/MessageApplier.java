package io.countinghouse.marketplace;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.marketplace.NotificationReader.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applies messages to the agreements that they are about, and links AWS's agreement ids, which most
 * events name alone, to licences.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class MessageApplier {

  private final AgreementTable agreements;
  private final MessageTable messages;
  private final AgreementLife life;
  private final Products products;
  private final BusinessClock clock;

  MessageApplier(
      AgreementTable agreements,
      MessageTable messages,
      AgreementLife life,
      Products products,
      BusinessClock clock) {
    this.agreements = agreements;
    this.messages = messages;
    this.life = life;
    this.products = products;
    this.clock = clock;
  }

  /** What came of a message. */
  sealed interface Applied {

    record Done() implements Applied {}

    /** Its agreement has no licence yet; linked, it applies. */
    record Waiting(String reason) implements Applied {}

    /** A person must look; some apply by themselves when what they lack comes. */
    record Parked(String reason) implements Applied {}
  }

  /** Applies a stored message. */
  Applied apply(long message, Understood said) {
    return switch (said.subject()) {
      case Subject.OfCustomer(AgreementKey.Customer key) ->
          objection(key.productCode(), Product.Model.LEGACY)
              .orElseGet(() -> ofCustomer(message, said, key));
      case Subject.OfLicense of ->
          objection(of.productCode(), Product.Model.CONCURRENT)
              .orElseGet(() -> ofLicense(message, said, of));
      case Subject.OfLicenseId of ->
          objection(of.productCode(), Product.Model.CONCURRENT)
              .orElseGet(() -> ofLicenseId(message, said, of));
      case Subject.OfAwsAgreement(String awsAgreementId) ->
          ofAwsAgreement(message, said, awsAgreementId);
    };
  }

  private Optional<Applied> objection(String productCode, Product.Model model) {
    Optional<Product> product = products.ofCode(productCode);
    if (product.isEmpty()) {
      return Optional.of(new Applied.Parked(Why.UNKNOWN_PRODUCT.of(productCode)));
    }
    return product.get().model() == model
        ? Optional.empty()
        : Optional.of(
            new Applied.Parked(
                Why.OTHER_MODEL.of(product.get().id(), product.get().model(), model)));
  }

  private Applied ofCustomer(long message, Understood said, AgreementKey.Customer key) {
    Optional<Agreement> known;
    if (said.fact() == Fact.SUBSCRIBED) {
      known = Optional.of(life.lockOrMake(key.productCode(), key));
    } else {
      agreements.lockKey(key);
      known = agreements.lock(key);
    }
    if (known.isEmpty()) {
      return new Applied.Parked(Why.UNKNOWN_CUSTOMER.of(key.identifier()));
    }
    messages.apply(message, known.get().id(), said, clock.now());
    life.settle(known.get(), cause(message, said));
    return new Applied.Done();
  }

  private Applied ofLicense(long message, Understood said, Subject.OfLicense of) {
    agreements.lockAwsAgreement(of.awsAgreementId());
    Agreement agreement = life.lockOrMake(of.productCode(), of.key());
    if (!agreement.productCode().equals(of.productCode())) {
      return new Applied.Parked(Why.OTHER_PRODUCT.of(of.key().arn().id(), agreement.productCode()));
    }
    Instant now = clock.now();
    messages.apply(message, agreement.id(), said, now);
    agreements.link(of.awsAgreementId(), agreement.id(), now);
    messages.applyLinked(agreement.id(), of.awsAgreementId(), now);
    life.settle(agreement, cause(message, said));
    return new Applied.Done();
  }

  /** It is read again when a landing, or another message, tells the licence's whole name. */
  private Applied ofLicenseId(long message, Understood said, Subject.OfLicenseId of) {
    agreements.lockAwsAgreement(of.awsAgreementId());
    agreements.lockLicense(of.licenseId());
    Optional<AgreementKey.License> key = agreements.keyOfLicense(of.licenseId());
    if (key.isEmpty()) {
      return new Applied.Parked(Why.LICENSE_ID_ALONE.of(of.licenseId()));
    }
    Subject.OfLicense known =
        new Subject.OfLicense(of.productCode(), key.get(), of.awsAgreementId());
    return ofLicense(message, new Understood(said.fact(), known, said.details()), known);
  }

  private Applied ofAwsAgreement(long message, Understood said, String awsAgreementId) {
    List<String> named =
        Stream.concat(
                Stream.of(awsAgreementId, said.details().previousAwsAgreementId()),
                messages.previousOf(awsAgreementId).stream())
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList();
    named.forEach(agreements::lockAwsAgreement);
    List<Agreement> known = agreements.lockLinked(named);
    Optional<Agreement> own =
        known.stream()
            .filter(each -> agreements.awsAgreementsOf(each.id()).contains(awsAgreementId))
            .findFirst();
    String reason = Why.NO_LICENSE_KNOWN.of(awsAgreementId);
    own.ifPresentOrElse(
        agreement -> messages.apply(message, agreement.id(), said, clock.now()),
        () -> messages.keepWaiting(message, said, reason));
    known.forEach(agreement -> life.settle(agreement, cause(message, said)));
    if (own.isPresent()) {
      return new Applied.Done();
    }
    return isAnEnd(said.fact()) ? new Applied.Parked(reason) : new Applied.Waiting(reason);
  }

  /** An end that we cannot place is an alarm; other news of an agreement may wait. */
  private static boolean isAnEnd(Fact fact) {
    return fact == Fact.ENDED || fact == Fact.SUCCEEDED;
  }

  private static Cause<MoveCause> cause(long message, Understood said) {
    return MoveCause.MESSAGE.of(message + " " + said.fact());
  }
}
