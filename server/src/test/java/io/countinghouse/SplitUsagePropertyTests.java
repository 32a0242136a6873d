package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.identity.ApiKeys;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * However the same events are split into requests, ordered and repeated, and whenever readings are
 * taken in between: the postings are the same in sum.
 */
class SplitUsagePropertyTests {

  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();
  private final String key = SERVER.bean(ApiKeys.class).issue("split usage");
  private final HttpClient http = HttpClient.newHttpClient();

  /** Usage some minutes ago. */
  record Used(PostingModel.Kind kind, int quantity, int minutesAgo) {}

  @Property(tries = 15)
  void anySplitGivesTheSamePostingsInSum(@ForAll("usage") List<Used> usage, @ForAll Random random) {
    Instant now = Instant.now();
    PostingModel model = new PostingModel(ZoneId.of("Asia/Shanghai"));
    usage.forEach(
        used -> model.use(used.kind(), new BigDecimal(used.quantity()), timeOf(used, now)));
    model.pays("agmt_cn");
    model.readFully(now);
    assertThat(postedFor(usage, now, random)).isEqualTo(model.posted());
    assertThat(postedFor(usage, now, random)).isEqualTo(model.posted());
    equation.holds();
  }

  private Map<String, BigDecimal> postedFor(List<Used> usage, Instant now, Random random) {
    SERVER.startOver();
    WorkspaceId workspace = SERVER.workspace("cn2");
    SERVER.pays(workspace, "agmt_cn", now.minus(Duration.ofDays(3)));
    List<String> events = new ArrayList<>();
    for (int i = 0; i < usage.size(); i++) {
      events.add(event(workspace, i, usage.get(i), timeOf(usage.get(i), now)));
    }
    List<String> sent = new ArrayList<>(events);
    events.stream().filter(_ -> random.nextInt(3) == 0).forEach(sent::add);
    Collections.shuffle(sent, random);
    int from = 0;
    while (from < sent.size()) {
      int to = Math.min(sent.size(), from + 1 + random.nextInt(6));
      post(sent.subList(from, to));
      from = to;
      if (random.nextBoolean()) {
        read(workspace, now, random.nextBoolean());
      }
    }
    read(workspace, now, true);
    return posted(workspace);
  }

  private void read(WorkspaceId workspace, Instant now, boolean full) {
    if (full) {
      tx.executeWithoutResult(_ -> readings.readFully(List.of(workspace), now));
    } else {
      SERVER.closes(Hour.containing(now).previous(), List.of(workspace));
    }
  }

  private static Instant timeOf(Used used, Instant now) {
    return now.minus(Duration.ofMinutes(used.minutesAgo()));
  }

  private static String event(WorkspaceId workspace, int number, Used used, Instant at) {
    return """
    {"specversion":"1.0","id":"%d","source":"%s","type":"io.countinghouse.usage","subject":"%s",
     "time":"%s","data":{"item":"%s","quantity":"%d","retention":"3d"}}\
    """
        .formatted(number, workspace, workspace, at, used.kind().id, used.quantity());
  }

  private void post(List<String> events) {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.usageApi())
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", events) + "]"))
            .build();
    try {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()))
          .returns(200, HttpResponse::statusCode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Map<String, BigDecimal> posted(WorkspaceId workspace) {
    Map<String, BigDecimal> posted = new TreeMap<>();
    jdbc.sql(
            """
            SELECT day || ' ' || item || ' ' || agreement_id AS tier, sum(units) AS units
              FROM billing.posting WHERE workspace_id = :id GROUP BY 1 HAVING sum(units) <> 0\
            """)
        .param("id", workspace.value())
        .query(rs -> {
          posted.put(rs.getString("tier"), rs.getBigDecimal("units").stripTrailingZeros());
        });
    return posted;
  }

  @Provide
  Arbitrary<List<Used>> usage() {
    return Combinators.combine(
            Arbitraries.of(PostingModel.Kind.class),
            Arbitraries.integers().between(0, 5_000_000),
            Arbitraries.integers().between(0, 30 * 60))
        .as(Used::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }
}
