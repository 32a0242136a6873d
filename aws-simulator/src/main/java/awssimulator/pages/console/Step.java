package awssimulator.pages.console;

import awssimulator.market.Agreement;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.pages.forms.Field;
import awssimulator.settings.ProductSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A step of an agreement's life that may be taken on the console. The messages {@code step.LABEL},
 * {@code step.LABEL.help} say what it is and does.
 */
enum Step {
  RELEASE(false),
  CONFIRM_PAYMENT(false),
  FAIL_PAYMENT(true),
  RETURN(false),
  UPGRADE(
      false,
      Field.text("offerId"),
      Field.moment("endAt"),
      Field.lines("quantities"),
      Field.check("keepLicense")),
  RENEW(false, Field.text("offerId"), Field.moment("endAt"), Field.check("keepLicense")),
  REPLACE(
      false,
      Field.text("offerId"),
      Field.moment("endAt"),
      Field.lines("quantities"),
      Field.check("keepLicense")),
  AMEND(
      false,
      Field.moment("endAt"),
      Field.words("autoRenew", "unchanged", "on", "off"),
      Field.words("disabledBy", "acceptor", "proposer"),
      Field.text("totalContractValue"),
      Field.lines("quantities")),
  FINALIZE_RENEWAL(false, Field.text("totalContractValue")),
  ISSUE_ADVISORY(false),
  RESOLVE_ADVISORY(false),
  SPENDING(false, Field.words("spending", "reached", "vet-succeeded", "vet-failed")),
  ADJUST_BILLING(
      false,
      Field.text("amount").needed(),
      Field.codes(
          "reasonCode",
          List.of(
              "INCORRECT_METERING",
              "INCORRECT_TERMS_ACCEPTED",
              "TEST_ENVIRONMENT_CHARGES",
              "ALTERNATIVE_PROCUREMENT_CHANNEL",
              "UNINTENDED_RENEWAL",
              "BUYER_DISSATISFACTION",
              "OTHER")),
      Field.text("invoiceId"),
      Field.words("outcome", "completed", "failed")),
  ASK_TO_CANCEL(false, Field.text("wishCode").needed(), Field.text("wishMessage")),
  SUSPEND(true),
  RESUME(false),
  CANCEL(true),
  EXPIRE(true),
  TERMINATE(true);

  private final boolean destructive;

  // Made by List.of from records.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Field> fields;

  Step(boolean destructive, Field... fields) {
    this.destructive = destructive;
    this.fields = List.of(fields);
  }

  /** The step of that label. */
  static Optional<Step> of(String label) {
    return Arrays.stream(values()).filter(step -> step.label().equals(label)).findFirst();
  }

  /** The steps that the agreement's model and state leave open. */
  static List<Step> open(Agreement agreement, ProductSettings product) {
    return Arrays.stream(values()).filter(step -> step.fits(agreement, product)).toList();
  }

  /** Its name in paths and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it takes something away. */
  public boolean destructive() {
    return destructive;
  }

  /** What it asks for. */
  public List<Field> fields() {
    return fields;
  }

  private boolean fits(Agreement a, ProductSettings product) {
    boolean paid = a.awsStatus() != null;
    boolean active = a.state() == State.ACTIVE;
    boolean running = active || a.state() == State.PENDING;
    boolean concurrent = product.concurrent();
    boolean own = a.terms().reseller() == null;
    return switch (this) {
      case RELEASE -> a.holding();
      case CONFIRM_PAYMENT, FAIL_PAYMENT -> a.state() == State.PENDING && !paid;
      case RETURN ->
          a.state() == State.ENDING
              && a.awsStatus() != AwsStatus.RENEWED
              && a.awsStatus() != AwsStatus.REPLACED;
      case UPGRADE, RENEW, REPLACE -> active;
      case AMEND -> running && paid;
      case FINALIZE_RENEWAL ->
          concurrent && active && own && a.endAt() != null && a.terms().renewal().enabled();
      case ISSUE_ADVISORY -> concurrent && running && paid && !a.marks().advisoryOpen();
      case RESOLVE_ADVISORY -> concurrent && a.marks().advisoryOpen();
      case SPENDING -> concurrent && running && paid && !product.contract();
      case ADJUST_BILLING -> concurrent && paid && own;
      case ASK_TO_CANCEL -> concurrent && running && paid && own;
      case SUSPEND -> a.living() && !a.marks().suspended();
      case RESUME -> a.living() && a.marks().suspended();
      case CANCEL, EXPIRE, TERMINATE -> running;
    };
  }
}
