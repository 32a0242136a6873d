package io.countinghouse.billing;

import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A workspace spent as much on an item on a billing day as its owner wants to be told of. Published
 * once for each item and day, in the transaction of the reading that found it.
 *
 * @param spent on that day so far
 * @param limit what the owner has set
 */
public record HighSpend(
    WorkspaceId workspace, Item item, LocalDate day, Money spent, Money limit, Instant at) {}
