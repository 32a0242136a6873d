package awssimulator.wire;

import awssimulator.faults.Fault.Kind;
import awssimulator.market.Agreements;
import awssimulator.market.Entitlement;
import awssimulator.market.Entitlements;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.wire.PageTokens.Position;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** GetEntitlements (facts §5): what the buyers of a contract product are entitled to now. */
@Component
class GetEntitlements implements Operation {
  private static final int PAGE_MAX = 25;

  private final Entitlements entitlements;
  private final Agreements agreements;
  private final SimulatorSettings settings;

  GetEntitlements(Entitlements entitlements, Agreements agreements, SimulatorSettings settings) {
    this.entitlements = entitlements;
    this.agreements = agreements;
    this.settings = settings;
  }

  @Override
  public String target() {
    return "AWSMPEntitlementService.GetEntitlements";
  }

  @Override
  public ObjectNode run(Call call, ObjectNode request) {
    ProductSettings product = product(call.caller(), request);
    Regions.check(call.caller(), Regions.entitlements(product));
    EntitlementFilter filter = EntitlementFilter.read(request.get("Filter"));
    int pageSize = pageSize(request);
    String query = product.code() + " " + filter.canonical();
    Position position =
        Json.text(request, "NextToken")
            .map(token ->
                PageTokens.read(query, token).orElseThrow(() -> invalid("NextToken is not valid")))
            .orElse(Position.FIRST);
    List<Entitlement> found =
        entitlements.of(product.code()).stream().filter(e -> filter.matches(e, product)).toList();
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode page = answer.putArray("Entitlements");
    boolean more = position.offset() < found.size();
    if (more && !position.afterEmpty() && emptyPage(call)) {
      answer.put("NextToken", PageTokens.write(query, new Position(position.offset(), true)));
      return answer;
    }
    int to = Math.min(position.offset() + pageSize, found.size());
    for (int i = position.offset(); i < to; i++) {
      page.add(view(found.get(i), product));
      agreements
          .byLicense(licenseId(found.get(i)))
          .ifPresent(agreement -> call.about(agreement.agreementId()));
    }
    if (to < found.size()) {
      answer.put("NextToken", PageTokens.write(query, new Position(to, false)));
    }
    if (page.isEmpty() && settings.api().omitEmptyEntitlements()) {
      answer.remove("Entitlements");
    }
    return answer;
  }

  private boolean emptyPage(Call call) {
    return settings.api().emptyEntitlementPages() || call.injected().is(Kind.EMPTY_PAGE);
  }

  private static String licenseId(Entitlement entitlement) {
    String arn = entitlement.licenseArn();
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private ProductSettings product(Caller caller, ObjectNode request) {
    String code =
        Json.text(request, "ProductCode").orElseThrow(() -> invalid("ProductCode is required"));
    return settings
        .product(code)
        .filter(product -> product.sellerAccountId().equals(caller.sellerAccountId()))
        .orElseThrow(() -> invalid("ProductCode is not one of the caller's products"));
  }

  private static int pageSize(ObjectNode request) {
    long size = Json.integer(request, "MaxResults").orElse((long) PAGE_MAX);
    if (size < 1 || size > PAGE_MAX) {
      throw invalid("MaxResults must be between 1 and " + PAGE_MAX);
    }
    return (int) size;
  }

  private static ObjectNode view(Entitlement entitlement, ProductSettings product) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("ProductCode", entitlement.productCode());
    view.put("Dimension", entitlement.dimension());
    if (product.namesCustomerIdentifier()) {
      view.put("CustomerIdentifier", entitlement.customerIdentifier());
    }
    view.put("CustomerAWSAccountId", entitlement.accountId());
    if (product.namesLicense()) {
      view.put("LicenseArn", entitlement.licenseArn());
    }
    view.putObject("Value").put("IntegerValue", entitlement.value());
    Instant expiresAt = entitlement.expiresAt();
    if (expiresAt != null) {
      view.put("ExpirationDate", expiresAt.getEpochSecond());
    }
    return view;
  }

  static AwsException invalid(String message) {
    return AwsException.of("InvalidParameterException", message);
  }
}
