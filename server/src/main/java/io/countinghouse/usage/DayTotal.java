package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What the points of a billing day come to, by the item's {@link Item#dayValue()}.
 *
 * @param retention such as {@code 3d}; empty for an item without
 * @param measure one of {@link Item#measures()}; empty for an item without
 * @param quantity as reported (log entries, bytes, …), not in price units
 */
public record DayTotal(
    WorkspaceId workspace,
    LocalDate day,
    Item item,
    String retention,
    String measure,
    BigDecimal quantity) {}
