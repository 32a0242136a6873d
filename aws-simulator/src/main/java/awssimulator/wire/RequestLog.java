package awssimulator.wire;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.WallClock;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** What clients asked and what they were answered; without signatures and registration tokens. */
@Component
public final class RequestLog {
  private static final int KEPT = 10_000;
  private static final int BODY_LENGTH_MAX = 100_000;
  private static final String REDACTED = "[redacted]";
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "x-amz-security-token", "cookie");
  private static final Pattern TOKEN =
      Pattern.compile("(\"RegistrationToken\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*(\"?)");

  private final Database database;
  private final BusinessClock clock;
  private final WallClock wall;

  /**
   * One call.
   *
   * @param requestId the x-amzn-RequestId of the answer
   * @param receivedAt business time
   * @param receivedAtWall wall time
   * @param operation the operation's name, or what X-Amz-Target said
   * @param error the exception's name, or null
   */
  public record Entry(
      String requestId,
      Instant receivedAt,
      Instant receivedAtWall,
      String operation,
      Map<String, String> headers,
      String body,
      int status,
      @Nullable String error,
      String response) {}

  RequestLog(Database database, BusinessClock clock, WallClock wall) {
    this.database = database;
    this.clock = clock;
    this.wall = wall;
  }

  void write(String requestId, AwsRequest request, AwsAnswer answer) {
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.replaceAll((name, value) -> SECRET_HEADERS.contains(name) ? REDACTED : value);
    database.run(() -> {
      insert(requestId, request, answer, Json.MAPPER.writeValueAsString(headers));
      database
          .sql()
          .sql("DELETE FROM request WHERE seq <= (SELECT max(seq) FROM request) - :kept")
          .param("kept", KEPT)
          .update();
    });
  }

  private void insert(String requestId, AwsRequest request, AwsAnswer answer, String headers) {
    database
        .sql()
        .sql(
            """
            INSERT INTO request (request_id, received_at, received_at_wall, operation, headers,
              body, status, error, response)
            VALUES (:id, :at, :wall, :operation, :headers, :body, :status, :error, :response)
            """)
        .param("id", requestId)
        .param("at", clock.instant().toEpochMilli())
        .param("wall", wall.instant().toEpochMilli())
        .param("operation", operation(request))
        .param("headers", headers)
        .param("body", redact(new String(request.body(), StandardCharsets.UTF_8)))
        .param("status", answer.status())
        .param("error", answer.error())
        .param("response", answer.body())
        .update();
  }

  private static String operation(AwsRequest request) {
    String target = request.header("x-amz-target").orElse("");
    return target.substring(target.lastIndexOf('.') + 1);
  }

  /** The body without registration tokens; a token cut short by the length limit goes as well. */
  static String redact(String body) {
    String kept = body.substring(0, Math.min(body.length(), BODY_LENGTH_MAX));
    return TOKEN.matcher(kept).replaceAll("$1" + REDACTED + "$2");
  }

  /** The latest calls, newest first. */
  public List<Entry> latest(int limit) {
    return database.transact(() ->
        database
            .sql()
            .sql("SELECT * FROM request ORDER BY seq DESC LIMIT :limit")
            .param("limit", limit)
            .query((row, _) ->
                new Entry(
                    Rows.text(row, "request_id"),
                    Rows.instant(row, "received_at"),
                    Rows.instant(row, "received_at_wall"),
                    Rows.text(row, "operation"),
                    Json.MAPPER.readValue(
                        Rows.text(row, "headers"), new TypeReference<Map<String, String>>() {}),
                    Rows.text(row, "body"),
                    row.getInt("status"),
                    row.getString("error"),
                    Rows.text(row, "response")))
            .list());
  }
}
