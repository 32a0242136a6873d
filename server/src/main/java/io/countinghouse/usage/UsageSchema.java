package io.countinghouse.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The event as the API's description shows it; {@link EventReader} is what reads it. */
final class UsageSchema {

  private UsageSchema() {}

  /** A usage event. */
  @Schema(
      name = "UsageEvent",
      description = "CloudEvents 1.0, structured mode. Other attributes are ignored.")
  record Event(
      @Schema(allowableValues = "1.0", requiredMode = Schema.RequiredMode.REQUIRED)
          String specversion,
      @Schema(
              description = "Names the event within its source; 1 to 200 characters.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          String id,
      @Schema(
              description = "Who reports; a URI reference of 1 to 500 characters.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          String source,
      @Schema(
              allowableValues = {EventReader.TYPE, EventReader.VOID_TYPE},
              requiredMode = Schema.RequiredMode.REQUIRED)
          String type,
      @Schema(
              description = "The workspace's id; of usage, not of a void.",
              pattern = "wksp_[0-9a-z]{1,40}")
          @Nullable String subject,
      @Schema(
              description = "When it was used, RFC 3339.",
              format = "date-time",
              requiredMode = Schema.RequiredMode.REQUIRED)
          String time,
      @Schema(allowableValues = "application/json") @Nullable String datacontenttype,
      @Schema(description = "Needed, if not as data_base64.") @Nullable Data data,
      @Schema(name = "data_base64", description = "In place of data: base 64 of its JSON.")
          @Nullable String dataBase64) {}

  /** What was used, or taken back. */
  @Schema(
      name = "UsageData",
      description = "What was used: item and quantity, and more as the item has it. Of a void: id.")
  record Data(
      @Schema(description = "Of a void, and there alone: the id of the event it takes back.")
          @Nullable String id,
      @Schema(
              description = "The billing item.",
              allowableValues = {
                "timeseries",
                "log",
                "forward",
                "network",
                "trace",
                "profile",
                "pv",
                "session",
                "synthetic",
                "trigger",
                "sms"
              })
          @Nullable String item,
      @Schema(
              description =
                  "A decimal string, not negative, at most 18 digits before and 9 after the point:"
                      + " counts as they are, forward in bytes.",
              pattern = "[0-9]{1,18}(\\.[0-9]{1,9})?",
              example = "2000000")
          @Nullable String quantity,
      @Schema(
              description =
                  "How long it is kept, in days: for timeseries, log, trace, profile and pv, and"
                      + " for no other.",
              pattern = "[1-9][0-9]{0,3}d",
              example = "7d")
          @Nullable String retention,
      @Schema(
              description =
                  "trace: trace_id (default) or span; pv: pv (default), resource, long_task, error"
                      + " or action; for no other item.",
              allowableValues = {
                "trace_id",
                "span",
                "pv",
                "resource",
                "long_task",
                "error",
                "action"
              })
          @Nullable String measure) {}
}
