package awssimulator.metering;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One BatchMeterUsage request, its form already checked.
 *
 * @param sellerAccountId the account that signed the call
 * @param region the region that the call was signed for
 * @param productCode the product of the whole batch, or null if the request named none
 * @param records the records in the order of the request
 * @param unprocessed which of them, from 0, are checked but not processed, as in service trouble
 */
public record Batch(
    String sellerAccountId,
    String region,
    @Nullable String productCode,
    List<UsageRecord> records,
    Set<Integer> unprocessed) {}
