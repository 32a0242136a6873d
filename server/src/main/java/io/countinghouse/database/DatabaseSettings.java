package io.countinghouse.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The PostgreSQL the server brings along; without effect when {@code spring.datasource.url} is set.
 *
 * @param folder where its data, password and port are kept
 * @param port the loopback port it listens on; 0 picks a free one once and keeps it
 * @param maxConnections how many connections it accepts
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.database", ignoreUnknownFields = false)
public record DatabaseSettings(
    @DefaultValue("data/postgres") Path folder,
    @DefaultValue("0") @Min(0) @Max(65535) int port,
    @DefaultValue("100") @Min(10) @Max(10_000) int maxConnections) {}
