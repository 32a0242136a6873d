package io.countinghouse.simulation.plain;

import java.time.ZoneId;

/**
 * A workspace, as far as its charges depend on it.
 *
 * @param zone of its site's billing days
 * @param siteKind {@code china} or {@code international}
 */
public record PlainWorkspace(String id, ZoneId zone, String siteKind) {}
