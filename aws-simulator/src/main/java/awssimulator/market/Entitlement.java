package awssimulator.market;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a contract grants of one dimension (facts §5).
 *
 * @param value how many
 * @param expiresAt until when at least; null if the agreement has no end
 */
public record Entitlement(
    String productCode,
    String dimension,
    String accountId,
    String customerIdentifier,
    String licenseArn,
    long value,
    @Nullable Instant expiresAt) {}
