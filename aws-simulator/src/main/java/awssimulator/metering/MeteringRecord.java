package awssimulator.metering;

import java.time.Instant;
import java.util.List;

/**
 * A usage record that is charged.
 *
 * @param hour the UTC hour it is charged for
 * @param usageTime the timestamp as sent
 * @param free whether it is of a free trial and priced at zero
 * @param allocations how the quantity is divided; empty if it is not
 * @param receivedAt business time of its acceptance
 */
public record MeteringRecord(
    String meteringRecordId,
    String productCode,
    String accountId,
    String agreementId,
    String dimension,
    Instant hour,
    Instant usageTime,
    long quantity,
    boolean free,
    List<Allocation> allocations,
    Instant receivedAt) {}
