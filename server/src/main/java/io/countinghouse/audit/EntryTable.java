package io.countinghouse.audit;

import io.countinghouse.kernel.CopyRows;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Adds rows of {@code audit.entry}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EntryTable {

  private static final String INTO =
      "audit.entry (nonce, at, actor_kind, actor, action, subject, details, mac)";

  private static final int COLUMNS = 8;
  private static final byte[] NO_MAC = new byte[32];

  private final JdbcTemplate template;
  private final JsonMapper json;
  private final AuditKey key;

  EntryTable(JdbcTemplate template, JsonMapper json, AuditKey key) {
    this.template = template;
    this.json = json;
    this.key = key;
  }

  /**
   * Adds an entry for each subject of a deed, with its MAC.
   *
   * @param nonce the first entry's; those of the others follow it
   * @param detailsOf what else a reader needs, by subject
   */
  void add(Deed deed, UUID nonce, Map<String, Map<String, String>> detailsOf) {
    add(deed, nonce, detailsOf, entry -> entry.macBy(key));
  }

  /** Adds entries that the server does not answer for: the check of the trail names them. */
  void addUnsigned(Deed deed, Map<String, Map<String, String>> detailsOf) {
    add(deed, UUID.randomUUID(), detailsOf, _ -> NO_MAC);
  }

  /** Whether there is an entry of a nonce, or of any that follow it. */
  boolean hasAny(UUID first, int nonces) {
    return Boolean.TRUE.equals(
        template.queryForObject(
            "SELECT EXISTS (SELECT 1 FROM audit.entry WHERE nonce BETWEEN ? AND ?)",
            Boolean.class,
            first,
            after(first, nonces - 1)));
  }

  private void add(
      Deed deed,
      UUID first,
      Map<String, Map<String, String>> detailsOf,
      Function<StoredEntry, byte[]> mac) {
    // Thousands at once mostly say the same.
    Map<Map<String, String>, String> texts = new HashMap<>();
    Iterator<UUID> nonces = Stream.iterate(first, EntryTable::next).iterator();
    template.execute((Connection connection) -> {
      new CopyRows(COLUMNS)
          .send(
              connection,
              INTO,
              new TreeMap<>(detailsOf).entrySet(),
              (rows, one) -> {
                UUID nonce = nonces.next();
                StoredEntry entry = entry(deed, nonce, one.getKey(), one.getValue());
                String details = texts.computeIfAbsent(one.getValue(), json::writeValueAsString);
                append(rows, nonce, entry, details, mac.apply(entry));
              });
      return true;
    });
  }

  private static StoredEntry entry(
      Deed deed, UUID nonce, String subject, Map<String, String> details) {
    return new StoredEntry(
        0,
        nonce.toString(),
        deed.at(),
        deed.actorKind(),
        deed.actor(),
        deed.action(),
        subject,
        new TreeMap<>(details),
        null);
  }

  private static void append(
      CopyRows rows, UUID nonce, StoredEntry entry, String details, byte[] mac) {
    rows.row()
        .uuid(nonce)
        .time(entry.at())
        .text(entry.actorKind())
        .text(entry.actor())
        .text(entry.action())
        .text(entry.subject())
        .json(details)
        .bytes(mac);
  }

  /** One after the other: thousands of random ones are all over their index. */
  private static UUID next(UUID nonce) {
    return after(nonce, 1);
  }

  private static UUID after(UUID nonce, int steps) {
    return new UUID(nonce.getMostSignificantBits(), nonce.getLeastSignificantBits() + steps);
  }
}
