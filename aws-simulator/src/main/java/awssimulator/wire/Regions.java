package awssimulator.wire;

import awssimulator.settings.ProductSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** In which regions which API is (facts §1.2, §4.1); all of them are this one endpoint. */
final class Regions {
  private static final String GLOBAL = "us-east-1";
  private static final String CHINA = "cn-northwest-1";
  private static final Set<String> COMMERCIAL =
      Set.of(
          "eu-north-1",
          "me-south-1",
          "ap-south-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3",
          "ap-southeast-4",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "af-south-1",
          "me-central-1",
          "eu-central-1",
          "eu-central-2",
          "sa-east-1",
          "ap-east-1",
          "ap-south-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "eu-south-1",
          "eu-south-2",
          "il-central-1",
          "ca-central-1");

  private Regions() {}

  /** Where the seller of these products may call ResolveCustomer and BatchMeterUsage at all. */
  static Set<String> metering(List<ProductSettings> products) {
    Set<String> regions = new HashSet<>();
    for (ProductSettings product : products) {
      regions.add(product.region());
      switch (product.partition()) {
        case "aws" -> regions.addAll(COMMERCIAL);
        case "aws-cn" -> regions.add(CHINA);
        default -> {
          // A partition of the user's own has the regions that its products name.
        }
      }
    }
    return regions;
  }

  /** The one region where GetEntitlements answers for a product. */
  static String entitlements(ProductSettings product) {
    return switch (product.partition()) {
      case "aws" -> GLOBAL;
      case "aws-cn" -> CHINA;
      default -> product.region();
    };
  }

  /** The one region of the Agreement API, which is only in the global partition. */
  static String agreements() {
    return GLOBAL;
  }

  /**
   * Checks that a call went to the one region of its API.
   *
   * @throws AwsException InvalidSignatureException, as that region's endpoint answers
   */
  static void check(Caller caller, String region) {
    if (!caller.region().equals(region)) {
      throw AwsException.of(
          "InvalidSignatureException",
          "Credential should be scoped to a valid region, not '" + caller.region() + "'.");
    }
  }
}
