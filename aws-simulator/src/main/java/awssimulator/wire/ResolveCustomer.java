package awssimulator.wire;

import awssimulator.market.Redemption;
import awssimulator.market.Redemption.Expired;
import awssimulator.market.Redemption.Invalid;
import awssimulator.market.Redemption.Resolved;
import awssimulator.market.RegistrationTokens;
import awssimulator.settings.ProductSettings;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** ResolveCustomer (facts §1.3). */
@Component
class ResolveCustomer implements Operation {
  private final RegistrationTokens tokens;

  ResolveCustomer(RegistrationTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String target() {
    return "AWSMPMeteringService.ResolveCustomer";
  }

  @Override
  public ObjectNode run(Call call, ObjectNode request) {
    String token =
        Json.text(request, "RegistrationToken")
            .orElseThrow(() -> Json.missing("registrationToken"));
    Redemption redemption = tokens.redeem(token, call.caller().sellerAccountId());
    return switch (redemption) {
      case Resolved resolved -> answer(call, resolved);
      case Invalid _ ->
          throw AwsException.of("InvalidTokenException", "Registration token is invalid");
      case Expired _ ->
          throw AwsException.of(
              "ExpiredTokenException", "The submitted registration token has expired");
    };
  }

  private static ObjectNode answer(Call call, Resolved resolved) {
    call.about(resolved.agreement().agreementId());
    ProductSettings product = resolved.product();
    ObjectNode answer = Json.MAPPER.createObjectNode();
    if (product.namesCustomerIdentifier()) {
      answer.put("CustomerIdentifier", resolved.account().customerIdentifier());
    }
    answer.put("CustomerAWSAccountId", resolved.account().accountId());
    answer.put("ProductCode", product.code());
    if (product.namesLicense()) {
      answer.put("LicenseArn", resolved.agreement().licenseArn());
    }
    return answer;
  }

  @Override
  public AwsException disabled() {
    return AwsException.of("DisabledApiException", "The API is disabled in this Region");
  }
}
