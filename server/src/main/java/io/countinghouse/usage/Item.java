package io.countinghouse.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a workspace can use and be charged for: as much of it as the intake has to know.
 *
 * <p>Unit sizes and prices are data and belong to billing's price lists.
 */
public enum Item {
  /** Time series, a gauge. */
  TIMESERIES("timeseries", DayValue.MAX, true),
  /** Log entries. */
  LOG("log", DayValue.SUM, true),
  /** Data forwarded, in bytes, a gauge. */
  FORWARD("forward", DayValue.MAX, false),
  /** Network hosts, a gauge. */
  NETWORK("network", DayValue.MAX, false),
  /** Traces; trace ids and spans are counted apart, and billing takes the larger. */
  TRACE("trace", DayValue.SUM, true, "trace_id", "span"),
  /** Profiles. */
  PROFILE("profile", DayValue.SUM, true),
  /** Page views; their events are counted apart by kind, and billing takes the larger. */
  PV("pv", DayValue.SUM, true, "pv", "resource", "long_task", "error", "action"),
  /** Session replays, a gauge. */
  SESSION("session", DayValue.MAX, false),
  /** Synthetic tests. */
  SYNTHETIC("synthetic", DayValue.SUM, false),
  /** Trigger calls. */
  TRIGGER("trigger", DayValue.SUM, false),
  /** Short messages. */
  SMS("sms", DayValue.SUM, false);

  /** How reports within an hour, and the 24 points of a day, become one quantity. */
  public enum DayValue {
    SUM,
    MAX
  }

  private static final Map<String, Item> BY_ID =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Item::id, Function.identity()));

  private final String id;
  private final DayValue dayValue;
  private final boolean retained;

  // Made by List.of, so it is immutable as an enum's fields should be.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> measures;

  Item(String id, DayValue dayValue, boolean retained, String... measures) {
    this.id = id;
    this.dayValue = dayValue;
    this.retained = retained;
    this.measures = List.of(measures);
  }

  /** Its id in events, rows and price lists. */
  public String id() {
    return id;
  }

  /** Whether quantities add up or the highest counts. */
  public DayValue dayValue() {
    return dayValue;
  }

  /** Whether its price goes by a retention; usage of it then names one, else none. */
  public boolean retained() {
    return retained;
  }

  /** The measures it is counted in, the default first; empty for an item with only one. */
  public List<String> measures() {
    return measures;
  }

  /** The measure of usage that names none; empty text for an item with only one. */
  public String defaultMeasure() {
    return measures.isEmpty() ? "" : measures.getFirst();
  }

  /** The item of an id; empty if there is none. */
  public static Optional<Item> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /**
   * The item of an id that was stored by us.
   *
   * @throws IllegalStateException if there is none
   */
  public static Item stored(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException("A row has the unknown item " + id));
  }
}
