package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The upgrade that makes kinds of what entries and moves had as English sentences. */
class CausesUpgradeIntegrationTests {

  private static final String BEFORE = "99";

  private static final String SENTENCES =
      """
      INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
      VALUES ('agmt_1', 'prod', 'customer', 'ACTIVE', now(), now());
      INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
      SELECT 'agmt_1', 'units', 'ACCRUED', 'CARRY', 1, 'USD', cause, now()
        FROM unnest(ARRAY['reading', 'record of 2026-04-30T15:00:00Z', 'record rec_1', 'decision on record rec_2',
                          'end of the period from 2026-04-01T00:00:00Z', 'handed over to agmt_2',
                          'handed over by agmt_3']) WITH ORDINALITY AS told (cause, n) ORDER BY n;
      INSERT INTO billing.refund_case (id, agreement_id, dimension, amount, currency, cause, reason, opened_at)
      VALUES ('refund_1', 'agmt_1', 'units', 1, 'USD', 'decision on record rec_2', 'a typo', now()),
             ('refund_2', 'agmt_1', 'units', 1, 'USD', 'end of the period from 2026-04-01T00:00:00Z',
              'owed to the customer at the end of the period from 2026-04-01T00:00:00Z', now());
      INSERT INTO marketplace.agreement_move (agreement_id, from_state, to_state, at, cause)
      SELECT 'agmt_1', 'PENDING', 'ACTIVE', now(), cause
        FROM unnest(ARRAY['message 7: subscribe-success', 'AWS refused record rec_1 as not subscribed',
                          'its time has come', 'an operator found that nothing follows',
                          'messages that came before the customer was known'])
             WITH ORDINALITY AS told (cause, n) ORDER BY n\
      """;

  @Test
  void sentencesBecomeKindsAndSubjects() throws SQLException {
    UpgradedDatabase database = UpgradedDatabase.at(BEFORE);
    database.execute(SENTENCES);
    database.upgrade();

    assertThat(database.texts("SELECT cause FROM billing.entry ORDER BY id"))
        .containsExactly(
            "READING",
            "RECORD_MADE 2026-04-30T15:00:00Z",
            "RECORD rec_1",
            "DECISION rec_2",
            "PERIOD_END 2026-04-01T00:00:00Z",
            "HANDED_TO agmt_2",
            "HANDED_BY agmt_3");
    assertThat(
            database.texts(
                "SELECT cause || ': ' || coalesce(reason, '-') FROM billing.refund_case ORDER BY id"))
        .containsExactly("DECISION rec_2: a typo", "PERIOD_END 2026-04-01T00:00:00Z: -");
    assertThat(database.texts("SELECT cause FROM marketplace.agreement_move ORDER BY id"))
        .containsExactly(
            "MESSAGE 7 subscribe-success",
            "NOT_SUBSCRIBED rec_1",
            "DEADLINE",
            "NOTHING_FOLLOWS",
            "EARLIER_MESSAGES");
  }
}
