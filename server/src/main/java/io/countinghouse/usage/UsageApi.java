package io.countinghouse.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The usage intake as its senders see it. */
@Tag(name = "Usage", description = "What workspaces used")
@SecurityRequirement(name = ApiDocumentation.SECURITY_SCHEME)
@RequestMapping("/api/v1/usage")
interface UsageApi {

  String PROBLEM = "application/problem+json";

  String EVENT_EXAMPLE =
      """
      {
        "specversion": "1.0",
        "id": "2026-11-03T10/log/7d",
        "source": "/ingest/node-1",
        "type": "io.countinghouse.usage",
        "subject": "wksp_0000",
        "time": "2026-11-03T10:15:30Z",
        "datacontenttype": "application/json",
        "data": {"item": "log", "quantity": "2000000", "retention": "7d"}
      }\
      """;

  String BATCH_EXAMPLE = "[" + EVENT_EXAMPLE + "]";

  String UNAUTHORIZED_EXAMPLE =
      """
      {
        "type": "urn:countinghouse:problem:unauthorized",
        "title": "Unauthorized",
        "status": 401,
        "detail": "The API key is unknown or revoked.",
        "reason": "unauthorized"
      }\
      """;

  /** Takes one event or a batch; see the description below. */
  @Operation(
      summary = "Report usage",
      operationId = "reportUsage",
      description =
          """
          Takes CloudEvents 1.0: one or a batch in structured mode, one in binary mode (attributes in \
          headers `ce-…`, its data as `application/json`), or newline-delimited JSON of any length. \
          `Content-Encoding: gzip` is taken with each. It answers when the events are stored for good.

          - An event counts once: the same `source` and `id` again is accepted and counts nothing. \
          After a time-out or a 5xx, send the same request again. The same `source` and `id` with \
          other content is refused.
          - A refused event refuses only itself. If every event is refused, the answer is 400.
          - `time` may be up to a minute ahead (it then counts in the hour of its receipt) and up \
          to 35 days back.
          - Events of one UTC hour add up, or for a gauge (timeseries, forward, network, session) \
          the highest counts.
          - Usage of a workspace that is not known is accepted, kept and listed in `unknownWorkspace`; \
          it counts nowhere.
          - An event of type `io.countinghouse.usage.void` takes back the event of its source whose id is \
          `data.id`, also if it comes first; it needs no subject.
          - A request may hold 1,000 events and 5 MB; newline-delimited JSON 1 GB. It is stored 1,000 \
          events at a time; a problem tells in `storedSoFar` what was stored before. These limits and \
          times are settings of the server.
          """)
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = BodyForm.CLOUD_EVENT,
            schema = @Schema(implementation = UsageSchema.Event.class),
            examples = @ExampleObject(EVENT_EXAMPLE)),
        @Content(
            mediaType = BodyForm.CLOUD_EVENT_BATCH,
            array = @ArraySchema(schema = @Schema(implementation = UsageSchema.Event.class)),
            examples = @ExampleObject(BATCH_EXAMPLE)),
        @Content(
            mediaType = BodyForm.ND_JSON,
            schema = @Schema(implementation = UsageSchema.Event.class)),
        @Content(
            mediaType = "application/json",
            schema = @Schema(oneOf = {UsageSchema.Event.class, UsageSchema.Event[].class}),
            examples = @ExampleObject(EVENT_EXAMPLE))
      })
  @ApiResponse(
      responseCode = "200",
      description = "At least one event was taken, or the batch was empty",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = UsageAnswer.class)))
  @ApiResponse(
      responseCode = "400",
      description = "No JSON, no gzip, not the form of the content type, or every event refused",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ApiProblem.class)))
  @ApiResponse(
      responseCode = "401",
      description = "No API key, or one that is unknown or revoked",
      headers = @Header(name = "WWW-Authenticate", schema = @Schema(type = "string")),
      content =
          @Content(
              mediaType = PROBLEM,
              schema = @Schema(implementation = ApiProblem.class),
              examples = @ExampleObject(UNAUTHORIZED_EXAMPLE)))
  @ApiResponse(
      responseCode = "413",
      description = "More events or bytes than one request may hold",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ApiProblem.class)))
  @ApiResponse(
      responseCode = "415",
      description = "Another content type, or a content encoding other than gzip",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ApiProblem.class)))
  @ApiResponse(
      responseCode = "503",
      description = "Not now; send the same request again",
      headers = @Header(name = "Retry-After", schema = @Schema(type = "string")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ApiProblem.class)))
  @PostMapping
  ResponseEntity<Object> report(@Parameter(hidden = true) HttpServletRequest request)
      throws IOException;
}
