package io.countinghouse.audit;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import java.util.List;
import java.util.Map;
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

  AuditTrail(JdbcClient jdbc, JsonMapper json, BusinessClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Adds an entry at the present business time; it stays if and only if the caller's transaction
   * commits.
   *
   * @param actor who did it
   * @param action what was done, such as {@code workspace.created}
   * @param subject the id of what it was done to
   * @param details what else a reader needs; never a password, code, token or key
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Actor actor, String action, String subject, Map<String, String> details) {
    jdbc.sql(
            """
            INSERT INTO audit.entry (at, actor_kind, actor, action, subject, details)
            VALUES (:at, :actorKind, :actor, :action, :subject, CAST(:details AS jsonb))\
            """)
        .param("at", SqlTime.utc(clock.now()))
        .param("actorKind", actor.kind().name())
        .param("actor", actor.id())
        .param("action", action)
        .param("subject", subject)
        .param("details", json.writeValueAsString(details))
        .update();
  }

  /**
   * Adds an entry for each of many subjects; see {@link #record}.
   *
   * @param detailsOf what else a reader needs, by subject
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordEach(Actor actor, String action, Map<String, Map<String, String>> detailsOf) {
    List<String> subjects = List.copyOf(detailsOf.keySet());
    jdbc.sql(
            """
            INSERT INTO audit.entry (at, actor_kind, actor, action, subject, details)
            SELECT :at, :actorKind, :actor, :action, e.subject, CAST(e.details AS jsonb)
              FROM unnest(CAST(:subjects AS text[]), CAST(:details AS text[])) AS e (subject, details)\
            """)
        .param("at", SqlTime.utc(clock.now()))
        .param("actorKind", actor.kind().name())
        .param("actor", actor.id())
        .param("action", action)
        .param("subjects", subjects.toArray(String[]::new))
        .param(
            "details",
            subjects.stream()
                .map(subject -> json.writeValueAsString(detailsOf.get(subject)))
                .toArray(String[]::new))
        .update();
  }
}
