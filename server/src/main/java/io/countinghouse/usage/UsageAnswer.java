package io.countinghouse.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the events of a request. */
@Schema(
    description =
        "What became of the events. accepted + duplicates + refused + refusedNotListed = all of"
            + " them.")
record UsageAnswer(
    @Schema(description = "New events, voids included, stored for good.", example = "2")
        long accepted,
    @Schema(
            description = "Events that were stored before, or came twice here; they count nothing.",
            example = "1")
        long duplicates,
    @Schema(
            description = "Those of the accepted events that are voids of events known here.",
            example = "0")
        long voided,
    @Schema(
            description =
                "Those of the accepted events that are voids of an id not seen yet; an event of it"
                    + " will count nothing.",
            example = "0")
        long voidsWaiting,
    @Schema(description = "Events that were not stored; of newline-delimited JSON the first ones.")
        List<Refused> refused,
    @Schema(description = "How many more were not stored.", example = "0") long refusedNotListed,
    @Schema(
            description =
                "Those of the accepted events whose workspace is not known: kept for the operators"
                    + " to see, counted nowhere. Of newline-delimited JSON the first ones.")
        List<Unknown> unknownWorkspace,
    @Schema(description = "How many more there were.", example = "0")
        long unknownWorkspaceNotListed) {

  /** A refused event. */
  @Schema(name = "RefusedEvent", description = "An event that was not stored, and why.")
  record Refused(
      @Schema(
              description =
                  "Its position, counted from 0; of newline-delimited JSON that of its line.",
              example = "3")
          long index,
      @Schema(description = "Its id, if it has one.", example = "2026-11-03T10/log/7d")
          @Nullable String id,
      @Schema(description = "Its source, if it has one.", example = "/ingest/node-1")
          @Nullable String source,
      @Schema(description = "Why; this list is stable.") RefusalReason reason,
      @Schema(
              description = "The same for a person; the wording may change.",
              example = "data.item must be the id of a billing item.")
          String detail) {}

  /** An event of a workspace that is not known. */
  @Schema(name = "UnknownWorkspaceEvent")
  record Unknown(
      @Schema(description = "Its position, counted from 0.", example = "0") long index,
      String id,
      String source,
      @Schema(description = "The workspace it names.", example = "wksp_0000") String subject) {}
}
