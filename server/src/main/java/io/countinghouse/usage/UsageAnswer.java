package io.countinghouse.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the events of a request; the three numbers and the list add up to all of them. */
@Schema(description = "What became of the events. accepted + duplicates + refused = all of them.")
record UsageAnswer(
    @Schema(description = "New events, stored for good.", example = "2") int accepted,
    @Schema(
            description = "Events that were stored before, or came twice here; they count nothing.",
            example = "1")
        int duplicates,
    @Schema(description = "Events that were not stored.") List<Refused> refused,
    @Schema(
            description =
                "Those of the accepted events whose workspace is not known: kept for the operators"
                    + " to see, counted nowhere.")
        List<Unknown> unknownWorkspace) {

  /** A refused event. */
  @Schema(name = "RefusedEvent", description = "An event that was not stored, and why.")
  record Refused(
      @Schema(description = "Its position, counted from 0.", example = "3") int index,
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
      @Schema(description = "Its position, counted from 0.", example = "0") int index,
      String id,
      String source,
      @Schema(description = "The workspace it names.", example = "wksp_0000") String subject) {}

  /** Whether there were events and none was taken. */
  boolean allRefused() {
    return accepted == 0 && duplicates == 0 && !refused.isEmpty();
  }
}
