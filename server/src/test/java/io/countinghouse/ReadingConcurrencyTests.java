package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.identity.ApiKeys;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Readings are taken while usage of the same workspaces comes in: all is posted, and once. */
class ReadingConcurrencyTests {

  private static final int WRITERS = 4;
  private static final int REQUESTS = 25;

  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();
  private final String key = SERVER.bean(ApiKeys.class).issue("reading concurrency");
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean written = new AtomicBoolean();

  @Test
  void allThatCameInIsPostedOnce() throws Exception {
    Instant now = Instant.now();
    List<WorkspaceId> workspaces = List.of(SERVER.workspace("us1"), SERVER.workspace("us1"));
    workspaces.forEach(it -> SERVER.pays(it, "agmt_us", now.minus(Duration.ofDays(1))));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String source = "writer" + writer;
        writers.add(threads.submit(() -> write(source, workspaces, now)));
      }
      List<Future<?>> readers =
          List.of(
              threads.submit(() -> read(workspaces)),
              threads.submit(() -> read(workspaces.reversed())));
      for (Future<?> writer : writers) {
        writer.get();
      }
      written.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    read(workspaces);

    for (WorkspaceId workspace : workspaces) {
      assertThat(
              jdbc.sql("SELECT sum(units) FROM billing.posting WHERE workspace_id = :id")
                  .param("id", workspace.value())
                  .query(BigDecimal.class)
                  .single())
          .isEqualByComparingTo(String.valueOf(WRITERS * REQUESTS));
    }
    equation.holds();
  }

  /** A million logs for each workspace with every request. */
  private Void write(String source, List<WorkspaceId> workspaces, Instant at) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      List<String> events = new ArrayList<>();
      for (WorkspaceId workspace : workspaces) {
        events.add(
            """
            {"specversion":"1.0","id":"%s-%d","source":"%s","type":"io.countinghouse.usage","subject":"%s",
             "time":"%s","data":{"item":"log","quantity":"1000000","retention":"3d"}}\
            """
                .formatted(workspace, i, source, workspace, at));
      }
      HttpRequest request =
          HttpRequest.newBuilder(SERVER.usageApi())
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/cloudevents-batch+json")
              .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", events) + "]"))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    return null;
  }

  private void read(List<WorkspaceId> workspaces) {
    do {
      tx.executeWithoutResult(_ -> readings.readFully(workspaces, Instant.now()));
    } while (!written.get());
  }
}
