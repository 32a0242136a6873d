package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.cbor.CBORParser;

/** A market called in rpc-v2-cbor. Requests are written by hand, one letter a byte. */
abstract class CborStage {
  static final JsonMapper JSON = new JsonMapper();
  static final CBORMapper CBOR = new CBORMapper();
  static final HttpClient HTTP = HttpClient.newHttpClient();

  static final String MAP = "\u00bf";
  static final String LIST = "\u009f";
  static final String END = "\u00ff";
  static final String EPOCH_SECONDS = "\u00c1";

  static final String ENTITLEMENTS = "AWSMPEntitlementService.GetEntitlements";
  static final String BATCH = "AWSMPMeteringService.BatchMeterUsage";
  static final String RESOLVE = "AWSMPMeteringService.ResolveCustomer";
  static final String DESCRIBE = "AWSMPCommerceService_v20200301.DescribeAgreement";
  static final String SEARCH = "AWSMPCommerceService_v20200301.SearchAgreements";

  static final Instant END_AT = Instant.parse("2027-09-10T08:00:00Z");
  static final VectorMarket MARKET =
      VectorMarket.start(
          "concurrent",
          Instant.parse("2026-09-10T08:00:00Z"),
          Map.of(
              "contract-dimensions[0].name", "seats",
              "contract-dimensions[0].title-zh", "席位",
              "contract-dimensions[0].title-en", "Seats"));
  static final Agreement AGREEMENT =
      MARKET.subscribe(
          TestSimulator.ACCOUNT,
          new Offer(null, false, null, END_AT, null, null, null, null, Map.of("seats", 25L)));

  @AfterAll
  static void stop() {
    MARKET.close();
    HTTP.close();
  }

  /** A text of up to 255 letters of ASCII: its length is in the first byte, or after an x. */
  static String text(String value) {
    char length = (char) value.length();
    return (length < 24 ? String.valueOf((char) (0x60 + length)) : "x" + length) + value;
  }

  static String member(String name, String value) {
    return text(name) + text(value);
  }

  static byte[] bytes(String letters) {
    return letters.getBytes(StandardCharsets.ISO_8859_1);
  }

  static URI address(String target) {
    return URI.create(
        MARKET.simulator().address() + "/service/" + target.replace(".", "/operation/"));
  }

  static HttpRequest request(String target, byte[] body) {
    return MARKET
        .seller()
        .signed(
            address(target).toString(),
            Map.of(
                "smithy-protocol", "rpc-v2-cbor",
                "Content-Type", "application/cbor",
                "Accept", "application/cbor"),
            body);
  }

  static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(response.headers().firstValue("Content-Type")).contains("application/cbor");
      assertThat(response.headers().firstValue("smithy-protocol")).contains("rpc-v2-cbor");
      assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
      assertThat(response.headers().firstValue("x-amzn-ErrorType")).isEmpty();
      return response;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static HttpResponse<byte[]> call(String target, String body) {
    return send(request(target, bytes(body)));
  }

  static JsonNode answer(HttpResponse<byte[]> response) {
    JsonNode answer = CBOR.readTree(response.body());
    assertThat(response.statusCode()).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  static String error(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = CBOR.readTree(response.body());
    assertThat(error.get("message").stringValue()).isNotEmpty();
    return error.get("__type").stringValue();
  }

  /** The answer to the same in AWS JSON. */
  static JsonNode inJson(String target, String body) {
    HttpResponse<String> response = MARKET.seller().send(MARKET.simulator(), target, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** The names of the members that are marked as moments in time. */
  static List<String> moments(HttpResponse<byte[]> response) {
    List<String> moments = new ArrayList<>();
    try (CBORParser parser = (CBORParser) CBOR.createParser(response.body())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric() && parser.getCurrentTag() == 1) {
          moments.add(parser.currentName());
        }
      }
    }
    return moments;
  }

  static String product() {
    return member("ProductCode", VectorMarket.PRODUCT);
  }
}
