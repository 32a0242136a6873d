package awssimulator.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the AWS endpoint behaves where a client could not tell.
 *
 * @param requestsKept how many calls the log keeps
 * @param emptyEntitlementPages whether GetEntitlements puts an empty page, with a NextToken, before
 *     each page, as AWS may (facts §5)
 * @param omitEmptyEntitlements whether GetEntitlements leaves the list out where it is empty, as
 *     some integrators saw it (facts P23)
 */
public record ApiSettings(
    @DefaultValue("10000") int requestsKept,
    @DefaultValue("false") boolean emptyEntitlementPages,
    @DefaultValue("false") boolean omitEmptyEntitlements) {
  /** Refuses a log that keeps nothing or everything. */
  public ApiSettings {
    Requirements.that(
        requestsKept >= 1 && requestsKept <= 1_000_000, "api.requests-kept must be 1 to 1000000");
  }
}
