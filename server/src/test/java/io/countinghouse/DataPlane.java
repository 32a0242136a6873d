package io.countinghouse;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;

/** What the data plane tells the usage API in tests. */
final class DataPlane {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final MockMvc http;
  private final String apiKey;

  DataPlane(MockMvc http, String apiKey) {
    this.http = http;
    this.apiKey = apiKey;
  }

  /** Reports usage. */
  String uses(WorkspaceId workspace, String item, String retention, String quantity, Instant at) {
    String kept = retention.isEmpty() ? "" : ",\"retention\":\"" + retention + "\"";
    String data = "{\"item\":\"%s\",\"quantity\":\"%s\"%s}".formatted(item, quantity, kept);
    String id = "e" + NUMBERS.incrementAndGet();
    sends(id, "io.countinghouse.usage\",\"subject\":\"" + workspace, at, data);
    return id;
  }

  /** Takes an event back. */
  void takesBack(String event, Instant at) {
    String id = "v" + NUMBERS.incrementAndGet();
    sends(id, "io.countinghouse.usage.void", at, "{\"id\":\"" + event + "\"}");
  }

  private void sends(String id, String type, Instant at, String data) {
    String event =
        """
        {"specversion":"1.0","id":"%s","source":"test","type":"%s","time":"%s","data":%s}\
        """
            .formatted(id, type, at, data);
    try {
      http.perform(
              MockMvcRequestBuilders.post("/api/v1/usage")
                  .header("Authorization", "Bearer " + apiKey)
                  .contentType(MediaType.parseMediaType("application/cloudevents+json"))
                  .content(event))
          .andExpect(MockMvcResultMatchers.status().isOk())
          .andExpect(MockMvcResultMatchers.jsonPath("$.accepted").value(1));
    } catch (Exception e) {
      throw new AssertionError("usage was not taken", e);
    }
  }
}
