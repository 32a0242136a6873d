package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What AWS is, or was, told of one agreement, dimension and hour.
 *
 * @param stamp the time AWS is told, within the hour
 * @param quantity in units of the dimension
 * @param amount what the quantity costs the customer
 * @param reason why AWS does not have it; empty while there is none
 * @param resolution what became of the amount then: {@code RETURNED} to the carry, {@code
 *     WRITTEN_OFF} by the agreement's end, {@code HANDLED} by a person, or a {@code REFUND_CASE};
 *     empty while nobody decided
 * @param meteringRecordId AWS's receipt
 */
public record MeteringRecord(
    String id,
    AgreementId agreement,
    String productCode,
    String dimension,
    Hour hour,
    Instant stamp,
    long quantity,
    Money amount,
    RecordState state,
    @Nullable String reason,
    @Nullable String resolution,
    @Nullable String meteringRecordId,
    Instant madeAt,
    @Nullable Instant answeredAt) {}
