package awssimulator.market;

import awssimulator.market.Terms.DisabledBy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of terms under the same agreement; what is absent stays.
 *
 * @param disabledBy who switches the renewal off; the buyer if absent
 */
public record Amendment(
    @Nullable Instant endAt,
    @Nullable Boolean autoRenew,
    @Nullable DisabledBy disabledBy,
    @Nullable String totalContractValue,
    @Nullable Map<String, Long> quantities) {}
