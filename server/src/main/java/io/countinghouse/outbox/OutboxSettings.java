package io.countinghouse.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this node works off the outbox.
 *
 * @param enabled whether this node works the outbox off at all
 * @param workers how many rows it works on at once
 * @param lease after how long without a sign of life another node takes the work over (wall time)
 * @param poll how often it looks for due work without having been woken (wall time)
 * @param retryFirst the pause after the first failure; it doubles with each further one
 * @param retryMax the longest pause between two attempts
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.outbox", ignoreUnknownFields = false)
record OutboxSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("4") @Min(1) @Max(64) int workers,
    @DefaultValue("15s") Duration lease,
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("2s") Duration retryFirst,
    @DefaultValue("10m") Duration retryMax) {}
