package io.countinghouse.audit;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.CopyRows;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Where everything that somebody did is written down, in the transaction of the deed. */
@Component
public class AuditTrail {

  private static final String INTO =
      "audit.entry (nonce, at, actor_kind, actor, action, subject, details, mac)";

  private static final int COLUMNS = 8;

  private final JdbcTemplate template;
  private final JsonMapper json;
  private final BusinessClock clock;
  private final AuditKey key;

  AuditTrail(JdbcTemplate template, JsonMapper json, BusinessClock clock, AuditKey key) {
    this.template = template;
    this.json = json;
    this.clock = clock;
    this.key = key;
  }

  /**
   * Adds an entry at the present business time; it stays if and only if the caller's transaction
   * commits. It is sealed into the chain within seconds.
   *
   * @param actor who did it
   * @param action what was done, such as {@code workspace.created}
   * @param subject the id of what it was done to
   * @param details what else a reader needs; never a password, code, token or key
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Actor actor, String action, String subject, Map<String, String> details) {
    recordEach(actor, action, Map.of(subject, details));
  }

  /**
   * Adds an entry for each of many subjects; see {@link #record}.
   *
   * @param detailsOf what else a reader needs, by subject
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordEach(Actor actor, String action, Map<String, Map<String, String>> detailsOf) {
    Instant now = clock.now().truncatedTo(ChronoUnit.MICROS);
    // Thousands at once mostly say the same.
    Map<Map<String, String>, String> texts = new HashMap<>();
    Iterator<UUID> nonces = Stream.iterate(UUID.randomUUID(), AuditTrail::next).iterator();
    template.execute((Connection connection) -> {
      new CopyRows(COLUMNS)
          .send(
              connection,
              INTO,
              new TreeMap<>(detailsOf).entrySet(),
              (rows, one) -> {
                UUID nonce = nonces.next();
                String details = texts.computeIfAbsent(one.getValue(), json::writeValueAsString);
                append(rows, nonce, entry(nonce, now, actor, action, one), details);
              });
      return true;
    });
  }

  private static StoredEntry entry(
      UUID nonce,
      Instant at,
      Actor actor,
      String action,
      Map.Entry<String, Map<String, String>> of) {
    return new StoredEntry(
        0,
        nonce.toString(),
        at,
        actor.kind().name(),
        actor.id(),
        action,
        of.getKey(),
        new TreeMap<>(of.getValue()),
        null);
  }

  private void append(CopyRows rows, UUID nonce, StoredEntry entry, String details) {
    rows.row()
        .uuid(nonce)
        .time(entry.at())
        .text(entry.actorKind())
        .text(entry.actor())
        .text(entry.action())
        .text(entry.subject())
        .json(details)
        .bytes(entry.macBy(key));
  }

  /** One after the other: thousands of random ones are all over their index. */
  private static UUID next(UUID nonce) {
    return new UUID(nonce.getMostSignificantBits(), nonce.getLeastSignificantBits() + 1);
  }
}
