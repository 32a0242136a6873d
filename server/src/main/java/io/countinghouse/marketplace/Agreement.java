package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something AWS can charge.
 *
 * @param productCode the product's code, as AWS knows it
 * @param customerIdentifier AWS's legacy id of the buyer; its key together with the product
 * @param awsAccountId the buyer's twelve digits; unknown until the landing page or AWS tells
 * @param offerId the offer last accepted
 * @param freeTrial whether AWS prices it at zero for now
 * @param periodStartedAt when the present or last period started, by its sender's time
 * @param endingSince the sender's time of the first event that said it is ending, while ENDING or
 *     ENDED
 * @param endedAt when it ended
 * @param version rises with every change
 */
public record Agreement(
    AgreementId id,
    String productCode,
    String customerIdentifier,
    @Nullable String awsAccountId,
    @Nullable String offerId,
    boolean freeTrial,
    AgreementState state,
    @Nullable Instant periodStartedAt,
    @Nullable Instant endingSince,
    @Nullable Instant endedAt,
    long version) {}
