package io.countinghouse.usage;

import java.time.Instant;
import java.util.Collection;

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
  final String[] countedAts;
  final String[] targets;

  EventColumns(Collection<StoredEvent> rows) {
    int size = rows.size();
    workspaces = new String[size];
    items = new String[size];
    measures = new String[size];
    retentions = new String[size];
    quantities = new String[size];
    usedAts = new String[size];
    countedAts = new String[size];
    targets = new String[size];
    int i = 0;
    for (StoredEvent row : rows) {
      countedAts[i] = row.countedAt().toString();
      ReportedEvent says = row.says();
      if (says instanceof UsageEvent usage) {
        set(i, usage);
      } else {
        set(i, says instanceof VoidEvent voiding ? voiding.target() : "");
      }
      usedAts[i] = says == null ? countedAts[i] : time(says.usedAt(), row, i);
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

  /** The same text where it is the same instant, as it is unless the time is ahead. */
  private String time(Instant usedAt, StoredEvent row, int i) {
    return usedAt.equals(row.countedAt()) ? countedAts[i] : usedAt.toString();
  }
}
