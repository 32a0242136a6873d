package io.countinghouse.usage;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What events say, column by column, on its way to {@code unnest}; text that the statement casts.
 */
final class EventColumns {

  final String[] workspaces;
  final String[] items;
  final String[] measures;
  final String[] retentions;
  final String[] quantities;
  final String[] usedAts;

  /** Null where it counts when it was used. */
  final @Nullable String[] countedAts;

  final boolean[] voided;
  final String[] targets;

  EventColumns(Collection<StoredEvent> rows) {
    int size = rows.size();
    workspaces = new String[size];
    items = new String[size];
    measures = new String[size];
    retentions = new String[size];
    quantities = new String[size];
    usedAts = new String[size];
    countedAts = new @Nullable String[size];
    voided = new boolean[size];
    targets = new String[size];
    int i = 0;
    for (StoredEvent row : rows) {
      voided[i] = row.voided();
      ReportedEvent says = row.says();
      if (says instanceof UsageEvent usage) {
        set(i, usage);
      } else {
        set(i, says instanceof VoidEvent voiding ? voiding.target() : "");
      }
      Instant usedAt = says == null ? row.countedAt() : says.usedAt();
      usedAts[i] = usedAt.toString();
      if (!usedAt.equals(row.countedAt())) {
        countedAts[i] = row.countedAt().toString();
      }
      i++;
    }
  }

  private void set(int i, UsageEvent usage) {
    workspaces[i] = usage.workspace().value();
    items[i] = usage.item().id();
    measures[i] = usage.measure();
    retentions[i] = usage.retention();
    quantities[i] = usage.quantity().toPlainString();
    targets[i] = "";
  }

  private void set(int i, String target) {
    workspaces[i] = "";
    items[i] = "";
    measures[i] = "";
    retentions[i] = "";
    quantities[i] = "0";
    targets[i] = target;
  }
}
