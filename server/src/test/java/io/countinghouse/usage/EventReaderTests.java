package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventReaderTests {

  private final JsonMapper json = new JsonMapper();

  @Test
  void aWellFormedEventIsReadWhole() {
    assertThat(new EventReader().read(event()))
        .isEqualTo(
            new EventReader.Read(
                new UsageEvent(
                    new UsageEvent.Key("/ingest/1", "e1"),
                    new WorkspaceId("wksp_1"),
                    Item.LOG,
                    "",
                    "7d",
                    new BigDecimal("12.5"),
                    Instant.parse("2026-04-30T10:00:00Z"))));
  }

  @Test
  void attributesWeDoNotKnowAreIgnored() {
    ObjectNode event = event();
    event.put("traceparent", "00-1").put("dataschema", "https://example.com/s").putNull("ext");
    assertThat(new EventReader().read(event)).isEqualTo(new EventReader().read(event()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "specversion | -          | SPECVERSION",
        "specversion | '\"0.3\"'  | SPECVERSION",
        "specversion | 1.0        | SPECVERSION",
        "id          | -          | ID",
        "id          | '\"\"'     | ID",
        "id          | 7          | ID",
        "id          | '\"a\\u0000b\"' | ID",
        "id          | '\"\\ud800\"'   | ID",
        "source      | -          | SOURCE",
        "source      | '\"\"'     | SOURCE",
        "source      | '\"a b\"'  | SOURCE",
        "source      | '\"%zz\"'  | SOURCE",
        "type        | -          | TYPE",
        "type        | '\"io.countinghouse.other\"' | TYPE",
        "subject     | -          | SUBJECT",
        "subject     | '\"alice\"'| SUBJECT",
        "time        | -          | TIME",
        "time        | 1777543200 | TIME",
        "time        | '\"2026-04-30T10:00:00\"'   | TIME",
        "time        | '\"2026-04-30T10:00Z\"'     | TIME",
        "time        | '\"2026-04-30\"'            | TIME",
        "time        | '\"2026-04-31T10:00:00Z\"'  | TIME",
        "time        | '\"2026-04-30T24:00:00Z\"'  | TIME",
        "time        | '\"2026-04-30T10:60:00Z\"'  | TIME",
        "datacontenttype | '\"text/xml\"' | DATACONTENTTYPE",
        "datacontenttype | 1          | DATACONTENTTYPE",
        "data        | -          | DATA",
        "data        | '\"{}\"'   | DATA",
        "data        | '[]'       | DATA",
      })
  void anAttributeThatIsWrongIsRefusedByName(
      String attribute, String value, RefusalReason expected) {
    ObjectNode event = event();
    event.remove(attribute);
    if (!value.equals("-")) {
      event.set(attribute, json.readTree(value));
    }
    assertThat(reason(event)).isEqualTo(expected);
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThat(new EventReader().read(json.readTree("7")))
        .isInstanceOfSatisfying(
            EventReader.Refusal.class,
            it -> assertThat(it.reason()).isEqualTo(RefusalReason.NOT_AN_OBJECT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-04-30T10:00:00z",
        "2026-04-30t18:00:00+08:00",
        "2026-04-30T10:00:00.000000000000000Z",
        "2026-04-30T10:00:00.0000009Z",
        "2026-04-30T10:00:00-00:00"
      })
  void theSameInstantInAnyFormOfRfc3339IsTheSameTime(String time) {
    assertThat(new EventReader().read(event().put("time", time)))
        .isEqualTo(new EventReader().read(event()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.5", "12.500000000", "00012.5"})
  void theSameQuantityInAnyFormIsTheSame(String quantity) {
    ObjectNode event = event();
    event.withObject("data").put("quantity", quantity);
    assertThat(new EventReader().read(event)).isEqualTo(new EventReader().read(event()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "999999999999999999.999999999"})
  void quantitiesAtTheLimitsAreTaken(String quantity) {
    ObjectNode event = event();
    event.withObject("data").put("quantity", quantity);
    assertThat(read(event).quantity()).isEqualByComparingTo(quantity);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-0",
        "+1",
        "1e3",
        "1.",
        ".5",
        "",
        " 1",
        "1,5",
        "NaN",
        "0x10",
        "１",
        "1\n",
        "1000000000000000000",
        "0.0000000001"
      })
  void aQuantityThatIsNoPlainDecimalInRangeIsRefused(String quantity) {
    ObjectNode event = event();
    event.withObject("data").put("quantity", quantity);
    assertThat(reason(event)).isEqualTo(RefusalReason.QUANTITY);
  }

  @Test
  void aQuantityMustBeAStringNotANumber() {
    ObjectNode event = event();
    event.withObject("data").put("quantity", 5);
    assertThat(reason(event)).isEqualTo(RefusalReason.QUANTITY);
  }

  @ParameterizedTest
  @CsvSource({"timeseries", "log", "trace", "profile", "pv"})
  void itemsPricedByRetentionNeedOne(String item) {
    assertThat(reason(data("{'item':'%s','quantity':'1'}".formatted(item))))
        .isEqualTo(RefusalReason.RETENTION);
    assertThat(
            read(data("{'item':'%s','quantity':'1','retention':'9999d'}".formatted(item)))
                .retention())
        .isEqualTo("9999d");
  }

  @ParameterizedTest
  @CsvSource({"forward", "network", "session", "synthetic", "trigger", "sms"})
  void otherItemsHaveNone(String item) {
    assertThat(
            read(data("{'item':'%s','quantity':'1','retention':null}".formatted(item))).retention())
        .isEmpty();
    assertThat(reason(data("{'item':'%s','quantity':'1','retention':'3d'}".formatted(item))))
        .isEqualTo(RefusalReason.RETENTION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3D", "0d", "03d", "10000d", "3 d", "P3D", "３d"})
  void aRetentionIsANumberOfDays(String retention) {
    ObjectNode event = event();
    event.withObject("data").put("retention", retention);
    assertThat(reason(event)).isEqualTo(RefusalReason.RETENTION);
  }

  @ParameterizedTest
  @CsvSource({
    "trace,,trace_id",
    "trace,trace_id,trace_id",
    "trace,span,span",
    "pv,,pv",
    "pv,pv,pv",
    "pv,resource,resource",
    "pv,long_task,long_task",
    "pv,error,error",
    "pv,action,action"
  })
  void measuresBelongToTheirItem(String item, @Nullable String measure, String expected) {
    String member = measure == null ? "" : ",'measure':'" + measure + "'";
    assertThat(
            read(data("{'item':'%s','quantity':'1','retention':'3d'%s}".formatted(item, member)))
                .measure())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"trace,pv", "trace,''", "pv,span", "log,pv", "log,''"})
  void aMeasureOfAnotherItemIsRefused(String item, String measure) {
    assertThat(
            reason(
                data(
                    "{'item':'%s','quantity':'1','retention':'3d','measure':'%s'}"
                        .formatted(item, measure))))
        .isEqualTo(RefusalReason.MEASURE);
  }

  @Test
  void anUnknownItemAndAMisspeltMemberOfDataAreRefused() {
    assertThat(reason(data("{'item':'logs','quantity':'1'}"))).isEqualTo(RefusalReason.ITEM);
    assertThat(reason(data("{'quantity':'1'}"))).isEqualTo(RefusalReason.ITEM);
    assertThat(reason(data("{'item':'trace','quantity':'1','retention':'3d','mesure':'span'}")))
        .isEqualTo(RefusalReason.DATA);
  }

  private ObjectNode event() {
    return (ObjectNode)
        json.readTree(
            """
            {"specversion": "1.0", "id": "e1", "source": "/ingest/1", "type": "io.countinghouse.usage",
             "subject": "wksp_1", "time": "2026-04-30T10:00:00Z", "datacontenttype": "application/json",
             "data": {"item": "log", "quantity": "12.5", "retention": "7d"}}
            """);
  }

  @Test
  void aVoidNamesTheEventItTakesBack() {
    ObjectNode event = data("{'id': 'e0'}").put("type", "io.countinghouse.usage.void");
    event.remove("subject");
    assertThat(new EventReader().read(event))
        .isEqualTo(
            new EventReader.Read(
                new VoidEvent(
                    new UsageEvent.Key("/ingest/1", "e1"),
                    "e0",
                    Instant.parse("2026-04-30T10:00:00Z"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                         | TARGET",
        "{'id': 7}                  | TARGET",
        "{'id': ''}                 | TARGET",
        "{'id': 'e1'}               | TARGET",
        "{'id': 'e0', 'item': 'log'} | DATA",
        "7                          | DATA",
      })
  void aVoidOfNothingIsRefused(String data, RefusalReason reason) {
    assertThat(reason(data(data).put("type", "io.countinghouse.usage.void"))).isEqualTo(reason);
  }

  @Test
  void dataMayBeBase64OfItsJson() {
    ObjectNode event = event();
    event.put("data_base64", base64(event.path("data").toString()));
    assertThat(reason(event)).isEqualTo(RefusalReason.DATA);
    event.remove("data");
    assertThat(new EventReader().read(event)).isEqualTo(new EventReader().read(event()));
    for (String bad :
        new String[] {"%", "", base64("{"), base64("7"), base64("{\"a\":1,\"a\":1}")}) {
      assertThat(reason(event.put("data_base64", bad))).as(bad).isEqualTo(RefusalReason.DATA);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode data(String data) {
    ObjectNode event = event();
    event.set("data", json.readTree(data.replace('\'', '"')));
    return event;
  }

  private static UsageEvent read(ObjectNode event) {
    assertThat(new EventReader().read(event)).isInstanceOf(EventReader.Read.class);
    return (UsageEvent) ((EventReader.Read) new EventReader().read(event)).event();
  }

  private static RefusalReason reason(ObjectNode event) {
    assertThat(new EventReader().read(event)).isInstanceOf(EventReader.Refusal.class);
    return ((EventReader.Refusal) new EventReader().read(event)).reason();
  }
}
