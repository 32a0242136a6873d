package io.countinghouse.audit;

import io.countinghouse.kernel.BusinessClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Where everything that somebody did is written down, in the transaction of the deed. */
@Component
public class AuditTrail {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final BusinessClock clock;
  private final AuditKey key;

  AuditTrail(JdbcClient jdbc, JsonMapper json, BusinessClock clock, AuditKey key) {
    this.jdbc = jdbc;
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
    List<StoredEntry> entries =
        new TreeMap<>(detailsOf)
            .entrySet().stream()
                .map(it -> signed(now, actor, action, it.getKey(), it.getValue()))
                .toList();
    jdbc.sql(
            """
            INSERT INTO audit.entry (nonce, at, actor_kind, actor, action, subject, details, mac)
            SELECT CAST(n.nonce AS uuid), CAST(:at AS timestamptz), :actorKind, :actor, :action, n.subject,
                   CAST(n.details AS jsonb), decode(n.mac, 'hex')
              FROM unnest(CAST(:nonces AS text[]), CAST(:subjects AS text[]), CAST(:details AS text[]),
                          CAST(:macs AS text[])) AS n (nonce, subject, details, mac)\
            """)
        .param("at", now.toString())
        .param("actorKind", actor.kind().name())
        .param("actor", actor.id())
        .param("action", action)
        .param("nonces", texts(entries, StoredEntry::nonce))
        .param("subjects", texts(entries, StoredEntry::subject))
        .param("details", texts(entries, it -> json.writeValueAsString(it.details())))
        .param(
            "macs",
            texts(entries, it -> HexFormat.of().formatHex(Objects.requireNonNull(it.mac()))))
        .update();
  }

  private StoredEntry signed(
      Instant at, Actor actor, String action, String subject, Map<String, String> details) {
    StoredEntry entry =
        new StoredEntry(
            0,
            UUID.randomUUID().toString(),
            at,
            actor.kind().name(),
            actor.id(),
            action,
            subject,
            new TreeMap<>(details),
            null);
    return new StoredEntry(
        0,
        entry.nonce(),
        at,
        entry.actorKind(),
        entry.actor(),
        action,
        subject,
        entry.details(),
        entry.macBy(key));
  }

  private static String[] texts(List<StoredEntry> entries, Function<StoredEntry, String> column) {
    return entries.stream().map(column).toArray(String[]::new);
  }
}
