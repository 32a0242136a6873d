package awssimulator.wire;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.WallClock;
import awssimulator.faults.Fault.Kind;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * What clients asked and what they were answered; without signatures and registration tokens. The
 * latest calls are kept, as many as the settings say.
 */
@Component
public final class RequestLog {
  private static final int BODY_LENGTH_MAX = 100_000;
  private static final String REDACTED = "[redacted]";
  private static final Set<String> SECRET_HEADERS = Set.of("x-amz-security-token", "cookie");
  private static final Pattern SIGNATURE = Pattern.compile("(?i)(Signature=)[^,\\s]*");
  // Possessive: what repeats otherwise is matched on the stack, and tokens may be long.
  private static final Pattern TOKEN =
      Pattern.compile("(\"RegistrationToken\"\\s*:\\s*\")(?:[^\"\\\\]++|\\\\.)*+(\"?)");

  private final Database database;
  private final BusinessClock clock;
  private final WallClock wall;
  private final int kept;

  /**
   * One call.
   *
   * @param seq counts calls; the cursor of the log
   * @param requestId the x-amzn-RequestId of the answer
   * @param receivedAt business time at its end
   * @param receivedAtWall wall time at its end
   * @param durationMillis how long the client waited
   * @param operation the operation's name, or what the client said in its place
   * @param agreementIds the agreements it was about
   * @param body what was asked, a call in CBOR in the words of JSON
   * @param status the HTTP status, or null if the connection was cut
   * @param error the exception's name, or null
   * @param fault the fault it met, or null
   * @param response what was answered, or would have been if the connection had not been cut
   */
  public record Entry(
      long seq,
      String requestId,
      Instant receivedAt,
      Instant receivedAtWall,
      long durationMillis,
      String operation,
      List<String> agreementIds,
      Map<String, String> headers,
      String body,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String fault,
      String response) {}

  /**
   * Which calls to list; null is any.
   *
   * @param before only calls with a smaller seq: that of the last entry of the page before
   * @param limit how many at most
   */
  public record Query(
      @Nullable String operation,
      @Nullable Integer status,
      @Nullable String agreementId,
      @Nullable Long before,
      int limit) {}

  RequestLog(Database database, BusinessClock clock, WallClock wall, SimulatorSettings settings) {
    this.database = database;
    this.clock = clock;
    this.wall = wall;
    this.kept = settings.api().requestsKept();
  }

  void write(String requestId, AwsRequest request, Outcome outcome, Duration duration) {
    String headers = Json.MAPPER.writeValueAsString(masked(request.headers()));
    database.run(() -> {
      insert(requestId, request, headers, outcome, duration);
      database
          .sql()
          .sql("DELETE FROM aws_call WHERE seq <= (SELECT max(seq) FROM aws_call) - :kept")
          .param("kept", kept)
          .update();
    });
  }

  private void insert(
      String requestId, AwsRequest request, String headers, Outcome outcome, Duration duration) {
    Kind fault = outcome.fault().kind();
    database
        .sql()
        .sql(
            """
            INSERT INTO aws_call (request_id, received_at, received_at_wall, duration_ms,
              operation, agreements, headers, body, status, error, fault, response)
            VALUES (:id, :at, :wall, :duration,
              :operation, :agreements, :headers, :body, :status, :error, :fault, :response)
            """)
        .param("id", requestId)
        .param("at", clock.instant().toEpochMilli())
        .param("wall", wall.instant().toEpochMilli())
        .param("duration", duration.toMillis())
        .param("operation", operation(request))
        .param("agreements", " " + String.join(" ", outcome.agreements()) + " ")
        .param("headers", headers)
        .param("body", redact(outcome.protocol().shown(request.body())))
        .param("status", outcome.cut() ? null : outcome.answer().status())
        .param("error", outcome.cut() ? null : outcome.answer().error())
        .param("fault", fault == Kind.NONE ? null : label(fault))
        .param("response", shortened(Json.MAPPER.writeValueAsString(outcome.answer().body())))
        .update();
  }

  private static String label(Kind fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String operation(AwsRequest request) {
    String target = request.header("x-amz-target").orElse(request.path());
    return target.substring(Math.max(target.lastIndexOf('.'), target.lastIndexOf('/')) + 1);
  }

  /** The headers without what could be used again. */
  static Map<String, String> masked(Map<String, String> headers) {
    Map<String, String> masked = new LinkedHashMap<>(headers);
    masked.replaceAll((name, value) -> {
      if (name.equals("authorization")) {
        return value.startsWith(AuthorizationHeader.ALGORITHM)
            ? SIGNATURE.matcher(value).replaceAll("$1" + REDACTED)
            : REDACTED;
      }
      return SECRET_HEADERS.contains(name) ? REDACTED : value;
    });
    return masked;
  }

  /** The body without registration tokens; a token cut short by the length limit goes as well. */
  static String redact(String body) {
    return TOKEN.matcher(shortened(body)).replaceAll("$1" + REDACTED + "$2");
  }

  private static String shortened(String body) {
    return body.substring(0, Math.min(body.length(), BODY_LENGTH_MAX));
  }

  /** The calls that match, newest first. */
  public List<Entry> list(Query query) {
    return database.transact(() ->
        database
            .sql()
            .sql(
                """
                SELECT * FROM aws_call
                WHERE (:operation IS NULL OR operation = :operation)
                  AND (:status IS NULL OR status = :status)
                  AND (:agreement IS NULL OR instr(agreements, ' ' || :agreement || ' ') > 0)
                  AND (:before IS NULL OR seq < :before)
                ORDER BY seq DESC LIMIT :limit
                """)
            .param("operation", query.operation())
            .param("status", query.status())
            .param("agreement", query.agreementId())
            .param("before", query.before())
            .param("limit", query.limit())
            .query((row, _) -> entry(row))
            .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    boolean cut = row.wasNull();
    String agreements = Rows.text(row, "agreements").strip();
    return new Entry(
        row.getLong("seq"),
        Rows.text(row, "request_id"),
        Rows.instant(row, "received_at"),
        Rows.instant(row, "received_at_wall"),
        row.getLong("duration_ms"),
        Rows.text(row, "operation"),
        agreements.isEmpty() ? List.of() : List.of(agreements.split(" ", -1)),
        Json.MAPPER.readValue(
            Rows.text(row, "headers"), new TypeReference<Map<String, String>>() {}),
        Rows.text(row, "body"),
        cut ? null : status,
        row.getString("error"),
        row.getString("fault"),
        Rows.text(row, "response"));
  }
}
