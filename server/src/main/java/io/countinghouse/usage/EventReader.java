package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads one CloudEvent, usage or a void; attributes it does not know are ignored, as CloudEvents
 * 1.0 says, while {@code data} is ours and held to its members. To be made for each request.
 */
final class EventReader {

  static final String TYPE = "io.countinghouse.usage";
  static final String VOID_TYPE = "io.countinghouse.usage.void";
  static final String NOT_AN_OBJECT = "An event is a JSON object.";
  static final int ID_LENGTH_MAX = 200;
  static final int SOURCE_LENGTH_MAX = 500;

  private static final Set<String> DATA_MEMBERS =
      new TreeSet<>(Set.of("item", "quantity", "retention", "measure"));
  private static final Set<String> VOID_MEMBERS = Set.of("id");
  private static final int WHOLE_DIGITS_MAX = 18;
  private static final int DECIMALS_MAX = 9;
  private static final Pattern RETENTION = Pattern.compile("[1-9][0-9]{0,3}d");
  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);

  /** The source accepted last: a request's events are mostly of one, and URIs are slow to read. */
  private String knownSource = "";

  /** So are workspaces; one that is the same object is found faster in what follows. */
  private final Map<String, WorkspaceId> knownWorkspaces = new HashMap<>();

  /** What reading came to. */
  sealed interface Result {}

  /** A well-formed event, of whatever time. */
  record Read(ReportedEvent event) implements Result {}

  /** No usage event; {@code detail} is a sentence for the sender. */
  record Refusal(RefusalReason reason, String detail) implements Result {}

  /** Leaves the reading at its first refusal; never leaves this class. */
  private static final class Refused extends Exception {
    private final transient Refusal refusal;

    Refused(RefusalReason reason, String detail) {
      super(detail, null, false, false);
      this.refusal = new Refusal(reason, detail);
    }
  }

  /** Reads one event of a request. */
  Result read(JsonNode event) {
    try {
      return new Read(event(event));
    } catch (Refused refused) {
      return refused.refusal;
    }
  }

  private ReportedEvent event(JsonNode event) throws Refused {
    if (!event.isObject()) {
      throw new Refused(RefusalReason.NOT_AN_OBJECT, NOT_AN_OBJECT);
    }
    if (!"1.0".equals(text(event, "specversion"))) {
      throw new Refused(RefusalReason.SPECVERSION, "specversion must be the string \"1.0\".");
    }
    UsageEvent.Key key = new UsageEvent.Key(source(event), id(event));
    String type = text(event, "type");
    if (VOID_TYPE.equals(type)) {
      return voidEvent(key, event);
    }
    if (!TYPE.equals(type)) {
      throw new Refused(
          RefusalReason.TYPE, "type must be \"%s\" or \"%s\".".formatted(TYPE, VOID_TYPE));
    }
    WorkspaceId workspace = workspace(event);
    Instant usedAt = time(event);
    JsonNode data = data(event, DATA_MEMBERS);
    Item item = item(data);
    return new UsageEvent(
        key, workspace, item, measure(data, item), retention(data, item), quantity(data), usedAt);
  }

  private static VoidEvent voidEvent(UsageEvent.Key key, JsonNode event) throws Refused {
    Instant time = time(event);
    String target = text(data(event, VOID_MEMBERS), "id");
    if (target == null || !isId(target) || target.equals(key.id())) {
      throw new Refused(
          RefusalReason.TARGET, "data.id must be the id of the event to take back, not its own.");
    }
    return new VoidEvent(key, target, time);
  }

  private static boolean isId(String id) {
    return !id.isEmpty() && id.length() <= ID_LENGTH_MAX && storable(id);
  }

  private static String id(JsonNode event) throws Refused {
    String id = text(event, "id");
    if (id == null || !isId(id)) {
      throw new Refused(
          RefusalReason.ID,
          "id must be a string of 1 to %d characters without control characters."
              .formatted(ID_LENGTH_MAX));
    }
    return id;
  }

  private String source(JsonNode event) throws Refused {
    String source = text(event, "source");
    if (knownSource.equals(source) && !knownSource.isEmpty()) {
      return knownSource;
    }
    if (source == null
        || source.isEmpty()
        || source.length() > SOURCE_LENGTH_MAX
        || !storable(source)
        || !uriReference(source)) {
      throw new Refused(
          RefusalReason.SOURCE,
          "source must be a URI reference of 1 to %d characters.".formatted(SOURCE_LENGTH_MAX));
    }
    knownSource = source;
    return source;
  }

  /** Whether PostgreSQL keeps it as it is: no control character, no half of a surrogate pair. */
  private static boolean storable(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (Character.isISOControl(codePoint)
          || Character.getType(codePoint) == Character.SURROGATE) {
        return false;
      }
    }
    return true;
  }

  private static boolean uriReference(String text) {
    try {
      return !new URI(text).toString().isEmpty();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private WorkspaceId workspace(JsonNode event) throws Refused {
    String subject = text(event, "subject");
    try {
      if (subject != null) {
        return knownWorkspaces.computeIfAbsent(subject, WorkspaceId::new);
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like a missing one.
    }
    throw new Refused(RefusalReason.SUBJECT, "subject must be a workspace id (wksp_…).");
  }

  private static Instant time(JsonNode event) throws Refused {
    String time = text(event, "time");
    return Rfc3339.parse(time == null ? "" : time)
        .orElseThrow(() ->
            new Refused(
                RefusalReason.TIME,
                "time must be the time of use in RFC 3339, such as 2026-11-03T10:15:30Z."));
  }

  private static JsonNode data(JsonNode event, Set<String> members) throws Refused {
    JsonNode contentType = event.path("datacontenttype");
    if (present(contentType)
        && !(contentType.isString() && JSON_TYPE.matcher(contentType.stringValue()).matches())) {
      throw new Refused(
          RefusalReason.DATACONTENTTYPE, "datacontenttype, if given, must be application/json.");
    }
    JsonNode data = dataOf(event);
    if (!data.isObject()) {
      throw new Refused(RefusalReason.DATA, "data must be a JSON object.");
    }
    if (!members.containsAll(data.propertyNames())) {
      throw new Refused(
          RefusalReason.DATA, "data may have %s only.".formatted(String.join(", ", members)));
    }
    return data;
  }

  /** Some SDKs send all data as bytes (3.1.1 of CloudEvents' JSON format). */
  private static JsonNode dataOf(JsonNode event) throws Refused {
    JsonNode data = event.path("data");
    String bytes = text(event, "data_base64");
    if (bytes == null) {
      return data;
    }
    if (present(data)) {
      throw new Refused(RefusalReason.DATA, "data and data_base64 must not both be given.");
    }
    try {
      return StrictJson.MAPPER.readTree(Base64.getDecoder().decode(bytes));
    } catch (IllegalArgumentException | JacksonException _) {
      throw new Refused(RefusalReason.DATA, "data_base64 must be base 64 of a JSON object.");
    }
  }

  private static Item item(JsonNode data) throws Refused {
    String id = text(data, "item");
    return (id == null ? Optional.<Item>empty() : Item.find(id))
        .orElseThrow(
            () -> new Refused(RefusalReason.ITEM, "data.item must be the id of a billing item."));
  }

  private static BigDecimal quantity(JsonNode data) throws Refused {
    String quantity = text(data, "quantity");
    if (quantity == null || !isQuantity(quantity)) {
      throw new Refused(
          RefusalReason.QUANTITY,
          "data.quantity must be a decimal string such as \"12.5\": not negative, at most 18 digits"
              + " before and 9 after the point.");
    }
    return new BigDecimal(quantity);
  }

  /** By hand, as each event has one. */
  private static boolean isQuantity(String text) {
    int point = text.indexOf('.');
    return point < 0
        ? areDigits(text, 0, text.length(), WHOLE_DIGITS_MAX)
        : areDigits(text, 0, point, WHOLE_DIGITS_MAX)
            && areDigits(text, point + 1, text.length(), DECIMALS_MAX);
  }

  private static boolean areDigits(String text, int from, int to, int max) {
    boolean digits = from < to && to - from <= max;
    for (int i = from; digits && i < to; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }

  private static String retention(JsonNode data, Item item) throws Refused {
    if (!item.retained()) {
      if (present(data.path("retention"))) {
        throw new Refused(
            RefusalReason.RETENTION, "data.retention must not be given for " + item.id() + ".");
      }
      return "";
    }
    String retention = text(data, "retention");
    if (retention == null || !RETENTION.matcher(retention).matches()) {
      throw new Refused(
          RefusalReason.RETENTION,
          "data.retention must be given for %s as a number of days, such as \"3d\"."
              .formatted(item.id()));
    }
    return retention;
  }

  private static String measure(JsonNode data, Item item) throws Refused {
    if (!present(data.path("measure"))) {
      return item.defaultMeasure();
    }
    String measure = text(data, "measure");
    if (measure == null || !item.measures().contains(measure)) {
      throw new Refused(
          RefusalReason.MEASURE,
          item.measures().isEmpty()
              ? "data.measure must not be given for " + item.id() + "."
              : "data.measure must be one of " + String.join(", ", item.measures()) + ".");
    }
    return measure;
  }

  /** A string member; null if it is missing or anything else. */
  private static @Nullable String text(JsonNode object, String name) {
    JsonNode member = object.path(name);
    return member.isString() ? member.stringValue() : null;
  }

  /** CloudEvents' JSON format takes null for an attribute that is not set. */
  private static boolean present(JsonNode member) {
    return !member.isMissingNode() && !member.isNull();
  }
}
