package io.countinghouse;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import io.countinghouse.wallet.WalletBooks;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A whole server for property tests, which no test framework starts: with a billing account that
 * pays for itself in yuan and one agreement in yuan, whose logs go to a dimension of their own, and
 * one in dollars.
 */
final class BooksServer {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ConfigurableApplicationContext context;
  private final JdbcClient jdbc;

  private BooksServer(ConfigurableApplicationContext context) {
    this.context = context;
    this.jdbc = context.getBean(JdbcClient.class);
  }

  static BooksServer start() {
    return start(Map.of());
  }

  /** With other settings, too. */
  static BooksServer start(Map<String, String> others) {
    Map<String, Object> settings = new TreeMap<>(others);
    settings.put("spring.config.name", "countinghouse");
    // PostgreSQL ends with the JVM as well: a server that is closed then waits for it in vain.
    settings.put("spring.main.register-shutdown-hook", "false");
    settings.put("spring.datasource.url", TestDatabase.fresh().url());
    settings.put("server.port", "0");
    settings.put("countinghouse.outbox.enabled", "false");
    // Nothing works beside a test: some count the rows that are read.
    settings.put("countinghouse.audit.seal", "false");
    settings.put("spring.session.jdbc.cleanup-cron", "-");
    settings.put("countinghouse.identity.secret", "a-secret-for-tests-of-at-least-32-characters");
    settings.put("countinghouse.marketplace.consume", "false");
    product(settings, 0, "cn", "aws-cn", "CNY");
    settings.put("countinghouse.marketplace.products[0].dimensions[1]", "logs");
    settings.put("countinghouse.marketplace.products[0].item-dimensions.log", "logs");
    product(settings, 1, "us", "aws", "USD");
    String[] arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    BooksServer server =
        new BooksServer(new SpringApplicationBuilder(Countinghouse.class).run(arguments));
    server.insertPayers();
    return server;
  }

  private static void product(
      Map<String, Object> settings, int index, String name, String partition, String currency) {
    String prefix = "countinghouse.marketplace.products[" + index + "].";
    settings.put(prefix + "id", "guance-" + name);
    settings.put(prefix + "code", "prod" + name);
    settings.put(prefix + "title-zh", "观测云");
    settings.put(prefix + "title-en", "Guance");
    settings.put(prefix + "partition", partition);
    settings.put(prefix + "region", "region-1");
    settings.put(prefix + "currency", currency);
    settings.put(prefix + "dimensions[0]", "fee");
    settings.put(prefix + "unit", "0.01");
    settings.put(prefix + "queue-url", "http://localhost/queue");
    settings.put(prefix + "subscribe-url", "http://localhost/subscribe");
    settings.put(prefix + "manage-url", "http://localhost/manage");
  }

  private void insertPayers() {
    jdbc.sql(
            """
            INSERT INTO identity.billing_account (id, username, email, company, site, currency, language, password_hash,
                                                  created_at)
            VALUES ('bill_p', 'payer', 'payer@example.com', 'Example Ltd', 'cn2', 'CNY', 'zh', '', now())\
            """)
        .update();
    insertAgreement("agmt_cn", "prodcn");
    insertAgreement("agmt_us", "produs");
  }

  private void insertAgreement(String id, String product) {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at,
                                               created_at)
            VALUES (:id, :product, 'customer of ' || :id, 'ACTIVE', '2028-01-01T00:00:00Z', now())\
            """)
        .param("id", id)
        .param("product", product)
        .update();
  }

  /** Another agreement in yuan. */
  AgreementId agreement() {
    AgreementId id = new AgreementId("agmt_" + NUMBERS.incrementAndGet());
    insertAgreement(id.value(), "prodcn");
    return id;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Equation equation() {
    return Equation.of(context);
  }

  WalletBooks wallets() {
    return WalletBooks.of(context);
  }

  /** Adds to an hour's point of a workspace, as an event of it does. */
  void uses(
      WorkspaceId workspace,
      PostingModel.Kind kind,
      BigDecimal quantity,
      LocalDate day,
      Hour hour) {
    uses(workspace, kind, "3d", quantity, day, hour);
  }

  /** The same, of a retention. */
  void uses(
      WorkspaceId workspace,
      PostingModel.Kind kind,
      String retention,
      BigDecimal quantity,
      LocalDate day,
      Hour hour) {
    jdbc.sql(
            """
            INSERT INTO usage.hour_point AS p (workspace_id, day, item, retention, measure, hour, quantity)
            VALUES (:id, :day, :item, :retention, '', :hour, :quantity)
            ON CONFLICT (workspace_id, day, item, retention, measure, hour) DO UPDATE
              SET quantity = CASE WHEN :highest THEN greatest(p.quantity, excluded.quantity)
                                  ELSE p.quantity + excluded.quantity END\
            """)
        .param("id", workspace.value())
        .param("day", day)
        .param("item", kind.id)
        .param("retention", retention)
        .param("hour", SqlTime.utc(hour.start()))
        .param("quantity", quantity)
        .param("highest", kind.highest)
        .update();
    touch(workspace, day);
  }

  /** Sets all points of a day to another quantity; whether there were any. */
  boolean corrects(
      WorkspaceId workspace, PostingModel.Kind kind, BigDecimal quantity, LocalDate day) {
    int changed =
        jdbc.sql(
                """
                UPDATE usage.hour_point SET quantity = :quantity
                 WHERE workspace_id = :id AND day = :day AND item = :item\
                """)
            .param("quantity", quantity)
            .param("id", workspace.value())
            .param("day", day)
            .param("item", kind.id)
            .update();
    if (changed > 0) {
      touch(workspace, day);
    }
    return changed > 0;
  }

  /** Has a day counted again by the next reading. */
  void touch(WorkspaceId workspace, LocalDate day) {
    jdbc.sql(
            """
            INSERT INTO usage.touched_day (workspace_id, day) VALUES (:id, :day)
            ON CONFLICT (workspace_id, day) DO NOTHING\
            """)
        .param("id", workspace.value())
        .param("day", day)
        .update();
  }

  /** Begins at an earlier instant again: no hour is closed. */
  void startOver() {
    jdbc.sql("DELETE FROM billing.closed_hours").update();
  }

  /** Takes the closing readings of an hour of all workspaces, which are these. */
  void closes(Hour hour, List<WorkspaceId> all) {
    TransactionTemplate tx = bean(TransactionTemplate.class);
    Readings readings = bean(Readings.class);
    tx.executeWithoutResult(_ -> readings.close(all, hour));
    tx.executeWithoutResult(_ -> readings.closed(hour));
  }

  /** Where its usage API is. */
  URI usageApi() {
    String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
    return URI.create("http://127.0.0.1:" + port + "/api/v1/usage");
  }

  /** A new workspace that nobody pays for. */
  WorkspaceId workspace(String site) {
    WorkspaceId id = new WorkspaceId("wksp_" + NUMBERS.incrementAndGet());
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES (:id, :site, 'Workspace', 'en', 'COMMERCIAL', now())\
            """)
        .param("id", id.value())
        .param("site", site)
        .update();
    return id;
  }

  /**
   * Has another one pay for a workspace from an instant on.
   *
   * @param payer empty for nobody
   */
  void pays(WorkspaceId workspace, String payer, Instant from) {
    jdbc.sql(
            """
            UPDATE settlement.binding SET during = tstzrange(lower(during), :from),
                                          ended_by = 'system', ended_why = 'SUBSCRIPTION'
             WHERE workspace_id = :id AND upper_inf(during)\
            """)
        .param("from", SqlTime.utc(from))
        .param("id", workspace.value())
        .update();
    if (!payer.isEmpty()) {
      jdbc.sql(
              """
              INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during)
              VALUES (:binding, :id, 'bill_p', :agreement, tstzrange(:from, NULL))\
              """)
          .param("binding", "bind_" + NUMBERS.incrementAndGet())
          .param("id", workspace.value())
          .param("agreement", payer.startsWith("agmt_") ? payer : null)
          .param("from", SqlTime.utc(from))
          .update();
    }
  }
}
