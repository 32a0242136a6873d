package io.countinghouse.console;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much of what one caller may do on the pages; each node counts for itself, by wall time.
 *
 * @param landingsPerMinute landings from AWS by one address
 * @param codesPerHour e-mail codes asked for by one address, whomever they are sent to
 * @param signInsPerAccount attempts at one account in a quarter of an hour
 * @param signInsPerAddress attempts by one address in a quarter of an hour
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.console", ignoreUnknownFields = false)
record ConsoleSettings(
    @DefaultValue("120") @Min(1) @Max(100_000) int landingsPerMinute,
    @DefaultValue("60") @Min(1) @Max(100_000) int codesPerHour,
    @DefaultValue("10") @Min(1) @Max(100_000) int signInsPerAccount,
    @DefaultValue("100") @Min(1) @Max(100_000) int signInsPerAddress) {}
