package awssimulator.wire;

import awssimulator.market.Redemption;
import awssimulator.market.Redemption.Expired;
import awssimulator.market.Redemption.Invalid;
import awssimulator.market.Redemption.Resolved;
import awssimulator.market.RegistrationTokens;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
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
  public JsonNode run(Caller caller, ObjectNode request) {
    String token =
        Json.text(request, "RegistrationToken")
            .orElseThrow(() -> Json.missing("registrationToken"));
    Redemption redemption = tokens.redeem(token, caller.sellerAccountId());
    return switch (redemption) {
      case Resolved resolved -> answer(resolved);
      case Invalid _ ->
          throw AwsException.of("InvalidTokenException", "Registration token is invalid");
      case Expired _ ->
          throw AwsException.of(
              "ExpiredTokenException", "The submitted registration token has expired");
    };
  }

  private static ObjectNode answer(Resolved resolved) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("CustomerIdentifier", resolved.account().customerIdentifier());
    answer.put("CustomerAWSAccountId", resolved.account().accountId());
    answer.put("ProductCode", resolved.product().code());
    if (resolved.product().namesLicense()) {
      answer.put("LicenseArn", resolved.agreement().licenseArn());
    }
    return answer;
  }
}
