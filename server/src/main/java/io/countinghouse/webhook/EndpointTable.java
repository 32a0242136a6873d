package io.countinghouse.webhook;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.webhook.WebhookEndpoint.DisabledWhy;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code webhook.endpoint}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EndpointTable {

  private static final String SELECT =
      """
      SELECT id, url, description, types, disabled_why, failing_since, created_at,
             (SELECT max(f.until) FROM webhook.former_secret f WHERE f.endpoint_id = endpoint.id) AS former_until
        FROM webhook.endpoint
      """;

  /** Each makes the header longer; who changes it so often has the last ones in use. */
  private static final int FORMER_MAX = 5;

  private final JdbcClient jdbc;

  EndpointTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The secrets of an endpoint, encrypted.
   *
   * @param former those that sign as well, the last one first
   */
  // Its own bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Secrets(byte[] secret, List<byte[]> former) {}

  void insert(WebhookEndpoint endpoint, byte[] secret) {
    jdbc.sql(
            """
            INSERT INTO webhook.endpoint (id, url, description, types, secret, created_at)
            VALUES (:id, :url, :description, CAST(:types AS text[]), :secret, :createdAt)\
            """)
        .param("id", endpoint.id())
        .param("url", endpoint.url())
        .param("description", endpoint.description())
        .param("types", ids(endpoint.types()))
        .param("secret", secret)
        .param("createdAt", SqlTime.utc(endpoint.createdAt()))
        .update();
  }

  private static String[] ids(Collection<WebhookType> types) {
    return types.stream().map(WebhookType::id).sorted().toArray(String[]::new);
  }

  List<WebhookEndpoint> all() {
    return jdbc.sql(SELECT + " ORDER BY created_at, id").query(EndpointTable::endpoint).list();
  }

  /** The ids of the enabled endpoints that something is due to, in their order. */
  List<String> withSomethingDue(Instant now) {
    return jdbc.sql(
            """
            SELECT p.id FROM webhook.endpoint p
             WHERE p.state = 'ENABLED'
               AND EXISTS (SELECT 1 FROM webhook.delivery d
                            WHERE d.endpoint_id = p.id AND d.state = 'DUE' AND d.due_at <= :now)
             ORDER BY p.id\
            """)
        .param("now", SqlTime.utc(now))
        .query((rs, _) -> rs.getString("id"))
        .list();
  }

  Optional<WebhookEndpoint> find(String id) {
    return jdbc.sql(SELECT + " WHERE id = :id")
        .param("id", id)
        .query(EndpointTable::endpoint)
        .optional();
  }

  /** The endpoint, its row held until the transaction ends. */
  Optional<WebhookEndpoint> lock(String id) {
    return jdbc.sql(SELECT + " WHERE id = :id FOR NO KEY UPDATE")
        .param("id", id)
        .query(EndpointTable::endpoint)
        .optional();
  }

  Secrets secrets(String id, Instant now) {
    byte[] secret =
        jdbc.sql("SELECT secret FROM webhook.endpoint WHERE id = :id")
            .param("id", id)
            .query((rs, _) -> rs.getBytes("secret"))
            .single();
    List<byte[]> former =
        jdbc.sql(
                """
                SELECT secret FROM webhook.former_secret WHERE endpoint_id = :id AND until > :now
                 ORDER BY id DESC\
                """)
            .param("id", id)
            .param("now", SqlTime.utc(now))
            .query((rs, _) -> rs.getBytes("secret"))
            .list();
    return new Secrets(secret, former);
  }

  /**
   * Gives an endpoint another secret.
   *
   * @param formerUntil until when the present one signs as well; those before keep their time
   */
  void changeSecret(String id, byte[] secret, Instant now, Instant formerUntil) {
    jdbc.sql(
            """
            INSERT INTO webhook.former_secret (endpoint_id, secret, until)
            SELECT id, secret, :until FROM webhook.endpoint WHERE id = :id\
            """)
        .param("id", id)
        .param("until", SqlTime.utc(formerUntil))
        .update();
    jdbc.sql(
            """
            DELETE FROM webhook.former_secret
             WHERE endpoint_id = :id
               AND (until <= :now
                    OR id NOT IN (SELECT f.id FROM webhook.former_secret f WHERE f.endpoint_id = :id
                                   ORDER BY f.id DESC LIMIT :max))\
            """)
        .param("id", id)
        .param("now", SqlTime.utc(now))
        .param("max", FORMER_MAX)
        .update();
    jdbc.sql("UPDATE webhook.endpoint SET secret = :secret WHERE id = :id")
        .param("id", id)
        .param("secret", secret)
        .update();
  }

  void change(String id, String url, String description, Set<WebhookType> types) {
    jdbc.sql(
            """
            UPDATE webhook.endpoint SET url = :url, description = :description, types = CAST(:types AS text[])
             WHERE id = :id\
            """)
        .param("id", id)
        .param("url", url)
        .param("description", description)
        .param("types", ids(types))
        .update();
  }

  void disable(String id, DisabledWhy why) {
    jdbc.sql("UPDATE webhook.endpoint SET state = 'DISABLED', disabled_why = :why WHERE id = :id")
        .param("id", id)
        .param("why", why.name())
        .update();
  }

  void enable(String id) {
    jdbc.sql(
            """
            UPDATE webhook.endpoint SET state = 'ENABLED', disabled_why = NULL, failing_since = NULL
             WHERE id = :id\
            """)
        .param("id", id)
        .update();
  }

  /** Notes since when nothing comes through; nothing for not any more. */
  void failing(String id, @Nullable Instant since) {
    jdbc.sql(
            "UPDATE webhook.endpoint SET failing_since = CAST(:since AS timestamptz) WHERE id = :id")
        .param("id", id)
        .param("since", since == null ? null : since.toString())
        .update();
  }

  private static WebhookEndpoint endpoint(ResultSet rs, int row) throws SQLException {
    Array types = rs.getArray("types");
    Set<WebhookType> wanted = EnumSet.noneOf(WebhookType.class);
    for (String type : (String[]) types.getArray()) {
      WebhookType.ofId(type).ifPresent(wanted::add);
    }
    String why = rs.getString("disabled_why");
    return new WebhookEndpoint(
        rs.getString("id"),
        rs.getString("url"),
        rs.getString("description"),
        wanted,
        why == null ? null : DisabledWhy.valueOf(why),
        SqlTime.optional(rs, "failing_since").orElse(null),
        SqlTime.optional(rs, "former_until").orElse(null),
        SqlTime.instant(rs, "created_at"));
  }
}
