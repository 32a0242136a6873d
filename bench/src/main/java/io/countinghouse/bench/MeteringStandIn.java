package io.countinghouse.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A metering API on loopback that takes every record, and remembers when calls came. */
final class MeteringStandIn implements AutoCloseable {

  private final JsonMapper json = JsonMapper.builder().build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Long> calls = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  MeteringStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.add(System.nanoTime());
    JsonNode records = json.readTree(exchange.getRequestBody().readAllBytes()).path("UsageRecords");
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("Results");
    for (JsonNode record : records) {
      ObjectNode result = results.addObject();
      result.set("UsageRecord", record);
      result.put("MeteringRecordId", "receipt");
      result.put("Status", "Success");
    }
    answer.putArray("UnprocessedRecords");
    byte[] bytes = json.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** When calls came, by wall time in nanoseconds; forgets them. */
  List<Long> takeCalls() {
    List<Long> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
