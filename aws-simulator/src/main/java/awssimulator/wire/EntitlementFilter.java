package awssimulator.wire;

import awssimulator.market.Entitlement;
import awssimulator.settings.ProductSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filter of GetEntitlements (facts §5): the values of one key are alternatives, all keys must
 * match.
 *
 * @param values by key, as sent
 */
record EntitlementFilter(Map<Key, List<String>> values) {

  /** What can be filtered by. */
  enum Key {
    CUSTOMER_IDENTIFIER,
    CUSTOMER_AWS_ACCOUNT_ID,
    LICENSE_ARN,
    DIMENSION
  }

  /**
   * Reads the filter.
   *
   * @throws AwsException InvalidParameterException if a key is not known, has no value, or excludes
   *     another; SerializationException if a type is wrong
   */
  static EntitlementFilter read(@Nullable JsonNode node) {
    Map<Key, List<String>> values = new TreeMap<>();
    if (node != null && !node.isNull()) {
      ObjectNode filter = Json.object(node, "Filter");
      for (Map.Entry<String, JsonNode> entry : filter.properties()) {
        values.put(key(entry.getKey()), texts(entry.getKey(), entry.getValue()));
      }
    }
    if (values.containsKey(Key.CUSTOMER_IDENTIFIER)
        && values.containsKey(Key.CUSTOMER_AWS_ACCOUNT_ID)) {
      throw GetEntitlements.invalid(
          "Only one of CUSTOMER_IDENTIFIER and CUSTOMER_AWS_ACCOUNT_ID may be used");
    }
    return new EntitlementFilter(values);
  }

  private static Key key(String name) {
    for (Key key : Key.values()) {
      if (key.name().equals(name)) {
        return key;
      }
    }
    throw GetEntitlements.invalid("There is no filter " + name);
  }

  private static List<String> texts(String name, JsonNode node) {
    if (!(node instanceof ArrayNode array)) {
      throw Json.serialization("Filter." + name + " is not a list");
    }
    if (array.isEmpty()) {
      throw GetEntitlements.invalid("Filter " + name + " needs at least one value");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isString()) {
        throw Json.serialization("A value of Filter." + name + " is not a string");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** Whether an entitlement is meant. What the product's seller is not told matches nothing. */
  boolean matches(Entitlement entitlement, ProductSettings product) {
    return values.entrySet().stream()
        .allMatch(wanted ->
            switch (wanted.getKey()) {
              case CUSTOMER_IDENTIFIER ->
                  product.namesCustomerIdentifier()
                      && wanted.getValue().contains(entitlement.customerIdentifier());
              case CUSTOMER_AWS_ACCOUNT_ID -> wanted.getValue().contains(entitlement.accountId());
              case LICENSE_ARN ->
                  product.namesLicense() && wanted.getValue().contains(entitlement.licenseArn());
              case DIMENSION -> wanted.getValue().contains(entitlement.dimension());
            });
  }

  /** The same text for the same filter. */
  String canonical() {
    return values.toString();
  }
}
