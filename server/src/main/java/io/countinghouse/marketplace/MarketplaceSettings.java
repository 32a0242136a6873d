package io.countinghouse.marketplace;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Our products in AWS Marketplace and how AWS is talked to.
 *
 * @param products the products; none is allowed, for a server that only takes usage
 * @param consume whether this node reads the products' queues
 * @param longPollSeconds how long one look at a queue waits for a message; SQS allows 20
 * @param connectTimeout how long a connection to AWS may take
 * @param answerTimeout how long AWS may take to answer
 * @param simulatorBillUrl the AWS simulator whose bill our books are compared with; empty for none
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.marketplace", ignoreUnknownFields = false)
public record MarketplaceSettings(
    @DefaultValue @Valid List<Product> products,
    @DefaultValue("true") boolean consume,
    @DefaultValue("20") @Min(0) @Max(20) int longPollSeconds,
    @DefaultValue("3s") Duration connectTimeout,
    @DefaultValue("10s") Duration answerTimeout,
    @Nullable URI simulatorBillUrl) {}
