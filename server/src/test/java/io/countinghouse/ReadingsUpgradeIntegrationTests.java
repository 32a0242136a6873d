package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The upgrades that close an hour for all at once and store postings in sets: nothing of what was
 * posted or closed is lost or changed.
 */
class ReadingsUpgradeIntegrationTests {

  private static final String BEFORE_CLOSED_HOURS = "132";
  private static final String BEFORE_SETS = "133";

  private static final String POSTINGS =
      """
      INSERT INTO billing.posting (workspace_id, day, item, retention, as_of, hour, units, price, currency,
                                   price_version, amount, billing_account_id, agreement_id, dimension, uncharged)
      VALUES ('wksp_1', '2026-05-12', 'log', '3d', '2026-05-12T10:00:00Z', '2026-05-12T09:00:00Z', 1.25, 1.2, 'CNY',
              '2026-05', 1.5, 'bill_1', 'agmt_1', 'fee', NULL),
             ('wksp_1', '2026-05-12', 'log', '3d', '2026-05-12T10:20:00Z', '2026-05-12T10:00:00Z', -1.25, 1.2, 'CNY',
              '2026-05', -1.5, 'bill_1', 'agmt_1', 'fee', NULL),
             ('wksp_2', '2026-05-12', 'trigger', '', '2026-05-12T10:00:00Z', '2026-05-12T09:00:00Z', 2, 0.14, 'USD',
              '2026-05', 0.28, 'bill_2', NULL, NULL, NULL),
             ('wksp_2', '2026-05-12', 'pv', '3d', '2026-05-12T10:00:00Z', '2026-05-12T09:00:00Z', 3, NULL, NULL,
              NULL, 0, NULL, NULL, NULL, 'NO_PRICE'),
             ('wksp_3', '2026-05-12', 'pv', '3d', '2026-05-12T10:00:00Z', '2026-05-12T09:00:00Z', 4, NULL, NULL,
              NULL, 0, NULL, NULL, NULL, 'NO_PAYER')\
      """;

  private static final String ALL =
      """
      SELECT concat_ws(' ', workspace_id, day, item, '<' || retention || '>', as_of, hour, units, price, currency,
                       price_version, trim_scale(amount), billing_account_id, agreement_id, dimension, uncharged)
        FROM billing.posting ORDER BY id\
      """;

  @Test
  void allThatWasPostedStaysAsItWas() throws SQLException {
    UpgradedDatabase database = UpgradedDatabase.at(BEFORE_SETS);
    database.execute(POSTINGS);
    List<String> before = database.texts(ALL);
    List<String> ids = database.texts("SELECT id FROM billing.posting ORDER BY id");
    assertThat(before).hasSize(5);
    database.upgrade();

    assertThat(database.texts(ALL)).isEqualTo(before);
    assertThat(database.texts("SELECT set_id FROM billing.posting ORDER BY id")).isEqualTo(ids);
    database.execute(
        """
        INSERT INTO billing.posting_set (workspace_id, day, as_of, hour, uncharged, items, retentions, units)
        VALUES ('wksp_3', '2026-05-12', '2026-05-12T11:00:00Z', '2026-05-12T10:00:00Z', 'NO_PAYER', '{pv}', '{3d}', '{1}')\
        """);
    assertThat(database.texts("SELECT set_id FROM billing.posting ORDER BY id"))
        .as("the next one comes after all others")
        .startsWith(ids.toArray(String[]::new))
        .hasSize(ids.size() + 1);
  }

  @Test
  void noneWasPostedYet() throws SQLException {
    UpgradedDatabase database = UpgradedDatabase.at(BEFORE_SETS);
    database.upgrade();

    assertThat(database.texts(ALL)).isEmpty();
  }

  @Test
  void whatWasClosedStaysClosed() throws SQLException {
    UpgradedDatabase database = UpgradedDatabase.at(BEFORE_CLOSED_HOURS);
    database.execute(
        """
        INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
        VALUES ('metering.close-hour', '2026-05-12T10:00:00Z', '{}', '2026-05-12T11:05:00Z', now());
        INSERT INTO billing.reading_mark (workspace_id, closed_until)
        VALUES ('wksp_1', '2026-05-12T10:00:00Z'), ('wksp_2', '2026-05-12T09:00:00Z'),
               ('wksp_3', '2026-05-12T11:00:00Z')\
        """);
    database.upgrade();

    assertThat(database.texts("SELECT closed_until AT TIME ZONE 'UTC' FROM billing.closed_hours"))
        .containsExactly("2026-05-12 10:00:00");
    assertThat(database.texts("SELECT workspace_id FROM billing.reading_mark"))
        .as("closed further than that, or read meanwhile")
        .containsExactly("wksp_3");
  }

  @Test
  void nothingWasClosedYet() throws SQLException {
    UpgradedDatabase database = UpgradedDatabase.at(BEFORE_CLOSED_HOURS);
    database.upgrade();

    assertThat(database.texts("SELECT closed_until FROM billing.closed_hours")).isEmpty();
  }
}
