package io.countinghouse.simulation.plain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody pays for a workspace.
 *
 * @param payer an agreement or a billing account
 * @param currency what the payer is charged in
 * @param from from then on
 * @param to until then; empty while it lasts
 */
public record PlainTenure(
    String workspace, String payer, String currency, Instant from, @Nullable Instant to) {}
