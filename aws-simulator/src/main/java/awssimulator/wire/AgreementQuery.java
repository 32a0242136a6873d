package awssimulator.wire;

import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.AgreementFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filters of SearchAgreements (facts §6), each with exactly one value. PartyType and
 * AgreementType are always needed; besides them the service takes only some combinations of what
 * names an agreement, each with or without Status and an end time.
 *
 * @param values by filter, as sent
 */
record AgreementQuery(Map<Name, String> values) {
  private static final int FILTERS_MAX = 10;
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+:_-]{1,64}");

  /** The filters. */
  enum Name {
    PARTY_TYPE("PartyType"),
    AGREEMENT_TYPE("AgreementType"),
    RESOURCE_IDENTIFIER("ResourceIdentifier"),
    RESOURCE_TYPE("ResourceType"),
    ACCEPTOR_ACCOUNT_ID("AcceptorAccountId"),
    OFFER_ID("OfferId"),
    OFFER_SET_ID("OfferSetId"),
    STATUS("Status"),
    BEFORE_END_TIME("BeforeEndTime"),
    AFTER_END_TIME("AfterEndTime");

    private final String label;

    Name(String label) {
      this.label = label;
    }
  }

  private static final Set<Name> ALWAYS = EnumSet.of(Name.PARTY_TYPE, Name.AGREEMENT_TYPE);
  private static final Set<Name> WITH_ANY =
      EnumSet.of(Name.STATUS, Name.BEFORE_END_TIME, Name.AFTER_END_TIME);
  private static final Set<Set<Name>> COMBINATIONS =
      Set.of(
          Set.of(),
          Set.of(Name.RESOURCE_IDENTIFIER),
          Set.of(Name.RESOURCE_TYPE),
          Set.of(Name.ACCEPTOR_ACCOUNT_ID),
          Set.of(Name.OFFER_ID),
          Set.of(Name.OFFER_SET_ID),
          Set.of(Name.ACCEPTOR_ACCOUNT_ID, Name.RESOURCE_IDENTIFIER),
          Set.of(Name.ACCEPTOR_ACCOUNT_ID, Name.RESOURCE_TYPE),
          Set.of(Name.ACCEPTOR_ACCOUNT_ID, Name.OFFER_ID));

  /**
   * Reads the filters.
   *
   * @throws AwsException ValidationException with a reason; SerializationException if a type is
   *     wrong
   */
  static AgreementQuery read(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      throw unsupported();
    }
    if (!(node instanceof ArrayNode filters)) {
      throw Json.serialization("filters is not a list");
    }
    if (filters.isEmpty() || filters.size() > FILTERS_MAX) {
      throw AgreementErrors.validation(
          "OTHER", "filters", "filters must have 1 to " + FILTERS_MAX + " elements");
    }
    Map<Name, String> values = new EnumMap<>(Name.class);
    for (JsonNode element : filters) {
      ObjectNode filter = Json.object(element, "an element of filters");
      Name name = name(Json.text(filter, "name").orElse(""));
      if (values.put(name, value(name, filter.get("values"))) != null) {
        throw AgreementErrors.validation(
            "UNSUPPORTED_FILTERS", "filters", "The filter " + name.label + " is given twice");
      }
    }
    checkCombination(values.keySet());
    AgreementQuery query = new AgreementQuery(values);
    query.checkValues();
    return query;
  }

  private static Name name(String label) {
    for (Name name : Name.values()) {
      if (name.label.equals(label)) {
        return name;
      }
    }
    throw AgreementErrors.validation(
        "INVALID_FILTER_NAME", "filters.name", "There is no filter '" + label + "'");
  }

  private static String value(Name name, @Nullable JsonNode node) {
    if (!(node instanceof ArrayNode values)
        || values.size() != 1
        || !values.get(0).isString()
        || !VALUE.matcher(values.get(0).stringValue()).matches()) {
      throw invalidValue(name);
    }
    return values.get(0).stringValue();
  }

  private static void checkCombination(Set<Name> names) {
    Set<Name> rest = EnumSet.noneOf(Name.class);
    rest.addAll(names);
    boolean always = rest.containsAll(ALWAYS);
    rest.removeAll(ALWAYS);
    rest.removeAll(WITH_ANY);
    boolean bothEnds = names.contains(Name.BEFORE_END_TIME) && names.contains(Name.AFTER_END_TIME);
    if (!always || bothEnds || !COMBINATIONS.contains(rest)) {
      throw unsupported();
    }
  }

  private void checkValues() {
    check(Name.PARTY_TYPE, value -> Set.of("Proposer", "Acceptor").contains(value));
    check(Name.AGREEMENT_TYPE, value -> value.equals(AgreementView.TYPE));
    check(
        Name.STATUS,
        value ->
            status(value).isPresent()
                || Set.of("ARCHIVED", "ROLLED_BACK", "SUPERSEDED").contains(value));
    check(Name.ACCEPTOR_ACCOUNT_ID, value -> value.matches("[0-9]{1,32}"));
    check(Name.BEFORE_END_TIME, value -> moment(value).isPresent());
    check(Name.AFTER_END_TIME, value -> moment(value).isPresent());
  }

  private void check(Name name, java.util.function.Predicate<String> valid) {
    String value = values.get(name);
    if (value != null && !valid.test(value)) {
      throw invalidValue(name);
    }
  }

  private static AwsException invalidValue(Name name) {
    return AgreementErrors.validation(
        "INVALID_FILTER_VALUES",
        "filters.values",
        "The filter " + name.label + " needs exactly one value that suits it");
  }

  private static AwsException unsupported() {
    return AgreementErrors.validation(
        "UNSUPPORTED_FILTERS", "filters", "This combination of filters is not supported");
  }

  private static Optional<AwsStatus> status(String value) {
    for (AwsStatus status : AwsStatus.values()) {
      if (status.name().equals(value)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> moment(String value) {
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Whether the caller asks for what it bought itself. */
  boolean asAcceptor() {
    return "Acceptor".equals(values.get(Name.PARTY_TYPE));
  }

  /** Whether anything here can match: all products are SaaS, offers have no sets. */
  boolean matchesResource() {
    String status = values.get(Name.STATUS);
    return !values.containsKey(Name.OFFER_SET_ID)
        && values
            .getOrDefault(Name.RESOURCE_TYPE, AgreementView.RESOURCE_TYPE)
            .equals(AgreementView.RESOURCE_TYPE)
        && (status == null || status(status).isPresent());
  }

  /** What to search the market for. */
  AgreementFilter filter(String sellerAccountId) {
    return new AgreementFilter(
        sellerAccountId,
        values.get(Name.RESOURCE_IDENTIFIER),
        values.get(Name.ACCEPTOR_ACCOUNT_ID),
        values.get(Name.OFFER_ID),
        Optional.ofNullable(values.get(Name.STATUS)).flatMap(AgreementQuery::status).orElse(null),
        Optional.ofNullable(values.get(Name.BEFORE_END_TIME))
            .flatMap(AgreementQuery::moment)
            .orElse(null),
        Optional.ofNullable(values.get(Name.AFTER_END_TIME))
            .flatMap(AgreementQuery::moment)
            .orElse(null));
  }
}
