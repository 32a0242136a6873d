package io.countinghouse.generator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A usage event, as {@code docs/api.md} describes it.
 *
 * @param id names it within its source
 * @param workspace the workspace's id
 * @param time of use
 * @param item a billing item's id
 * @param measure empty for the item's default
 * @param retention such as {@code 3d}; empty for an item without
 * @param quantity single things, not price units
 */
public record GeneratedEvent(
    String source,
    String id,
    String workspace,
    Instant time,
    String item,
    String measure,
    String retention,
    long quantity) {

  /** The CloudEvent as its JSON object. */
  Map<String, Object> json() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("item", item);
    data.put("quantity", Long.toString(quantity));
    if (!retention.isEmpty()) {
      data.put("retention", retention);
    }
    if (!measure.isEmpty()) {
      data.put("measure", measure);
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", source);
    event.put("type", "io.countinghouse.usage");
    event.put("subject", workspace);
    event.put("time", time.toString());
    event.put("data", data);
    return event;
  }
}
