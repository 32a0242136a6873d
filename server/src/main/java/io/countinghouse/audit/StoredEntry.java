package io.countinghouse.audit;

import io.countinghouse.kernel.SqlTime;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row of {@code audit.entry}, and what its MAC and its seal are of.
 *
 * @param id 0 before it is stored
 * @param nonce unique; empty in entries from before there were MACs
 * @param at in whole microseconds, as the database keeps it
 * @param mac empty like the nonce
 */
// Rows are never compared.
@SuppressWarnings("ArrayRecordComponent")
record StoredEntry(
    long id,
    String nonce,
    Instant at,
    String actorKind,
    String actor,
    String action,
    String subject,
    SortedMap<String, String> details,
    byte @Nullable [] mac) {

  /** The columns that {@link #of} reads, of a table named {@code e}. */
  static final String COLUMNS =
      "e.id, e.nonce::text AS nonce, e.at, e.actor_kind, e.actor, e.action, e.subject,"
          + " e.details::text AS details, e.mac";

  /** The only key where the details are not as the server writes them; their text is its value. */
  static final String UNREADABLE = "(unreadable)";

  static StoredEntry of(ResultSet rs, JsonMapper json) throws SQLException {
    String nonce = rs.getString("nonce");
    return new StoredEntry(
        rs.getLong("id"),
        nonce == null ? "" : nonce,
        SqlTime.instant(rs, "at"),
        rs.getString("actor_kind"),
        rs.getString("actor"),
        rs.getString("action"),
        rs.getString("subject"),
        details(rs.getString("details"), json),
        rs.getBytes("mac"));
  }

  private static SortedMap<String, String> details(String text, JsonMapper json) {
    SortedMap<String, String> details = new TreeMap<>();
    try {
      JsonNode read = json.readTree(text);
      for (Map.Entry<String, JsonNode> property : read.properties()) {
        if (property.getValue().isString()) {
          details.put(property.getKey(), property.getValue().stringValue());
        }
      }
      if (read.isObject() && details.size() == read.size()) {
        return details;
      }
    } catch (JacksonException _) {
      // Nested deeper than the parser goes.
    }
    return new TreeMap<>(Map.of(UNREADABLE, text));
  }

  /** The MAC that the server gives it when it writes it. */
  byte[] macBy(AuditKey key) {
    return key.mac("audit entry", content().toArray(String[]::new));
  }

  /** Whether the server wrote it so; never of an entry without a MAC. */
  boolean isSignedBy(AuditKey key) {
    return mac != null && MessageDigest.isEqual(mac, macBy(key));
  }

  /** Its seal: of the one before, of where it stands, and of all it says. */
  byte[] sealAfter(byte[] before, long no, AuditKey key) {
    List<String> texts = new ArrayList<>();
    texts.add(HexFormat.of().formatHex(before));
    texts.add(Long.toString(no));
    texts.add(Long.toString(id));
    texts.add(mac == null ? "" : HexFormat.of().formatHex(mac));
    texts.addAll(content());
    return key.mac("audit seal", texts.toArray(String[]::new));
  }

  private List<String> content() {
    List<String> texts =
        new ArrayList<>(List.of(nonce, at.toString(), actorKind, actor, action, subject));
    for (Map.Entry<String, String> detail : details.entrySet()) {
      texts.add(detail.getKey());
      texts.add(detail.getValue());
    }
    return texts;
  }
}
