package awssimulator.wire;

import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * DescribeAgreement for the proposer (facts §6), which is the seller unless a channel partner made
 * the offer.
 */
@Component
class DescribeAgreement implements Operation {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_/-]{1,64}");

  private final Agreements agreements;
  private final SimulatorSettings settings;

  DescribeAgreement(Agreements agreements, SimulatorSettings settings) {
    this.agreements = agreements;
    this.settings = settings;
  }

  @Override
  public String target() {
    return "AWSMPCommerceService_v20200301.DescribeAgreement";
  }

  @Override
  public ObjectNode run(Call call, ObjectNode request) {
    Regions.check(call.caller(), Regions.agreements());
    String id =
        Json.text(request, "agreementId")
            .orElseThrow(() ->
                AgreementErrors.validation(
                    "MISSING_AGREEMENT_ID", "agreementId", "agreementId is required"));
    if (!ID.matcher(id).matches()) {
      throw AgreementErrors.validation(
          "INVALID_AGREEMENT_ID", "agreementId", "agreementId is malformed");
    }
    Agreement agreement =
        agreements
            .find(id)
            .filter(found -> found.awsStatus() != null && found.terms().reseller() == null)
            .orElseThrow(() -> AgreementErrors.notFound(id));
    ProductSettings product =
        product(agreement, call.caller()).orElseThrow(() -> AgreementErrors.notFound(id));
    call.about(id);
    ObjectNode view = AgreementView.summary(agreement, product);
    view.putObject("estimatedCharges")
        .put("currencyCode", product.currency().getCurrencyCode())
        .put("agreementValue", value(agreement));
    return view;
  }

  /** Usage is not known in advance, so an agreement without an end has no value. */
  private static String value(Agreement agreement) {
    return agreement.endAt() == null ? "0" : agreement.terms().renewal().totalContractValue();
  }

  private Optional<ProductSettings> product(Agreement agreement, Caller caller) {
    return settings
        .product(agreement.productCode())
        .filter(product -> product.sellerAccountId().equals(caller.sellerAccountId()))
        .filter(product -> product.partition().equals("aws"));
  }

  @Override
  public AwsException internalError() {
    return AgreementErrors.internal();
  }

  @Override
  public AwsException disabled() {
    return AgreementErrors.denied();
  }
}
