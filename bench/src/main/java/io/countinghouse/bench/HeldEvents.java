package io.countinghouse.bench;

import java.sql.SQLException;

/**
 * Events held before the measuring begins, in the open window and sealed ones, and beside. They are
 * made by PostgreSQL itself and indexed afterwards: ten millions take some minutes.
 */
final class HeldEvents {

  /** As the server seals windows: with 32 MB of rows, and a sixteenth of what is sealed. */
  private static final int LARGE = 200_000;

  private static final int LARGE_PART = 16;

  private HeldEvents() {}

  /** Makes them: random ids, spread over as many windows as a server holds in the long run. */
  static void make(IntakeRig rig, int events) throws SQLException {
    rig.execute(
        """
        INSERT INTO usage.source (uri) SELECT '/bench/node-' || n FROM generate_series(0, 7) n;
        DROP TABLE usage.event_1\
        """);
    int window = 1;
    int made = 0;
    while (events - made >= Math.max(LARGE, made / LARGE_PART)) {
      int large = Math.max(LARGE, made / LARGE_PART);
      fill(rig, window, large);
      rig.execute(
          """
          UPDATE usage.event_window SET sealed_at = now() WHERE no = %d;
          INSERT INTO usage.event_window (no, opened_at) VALUES (%d, now())\
          """
              .formatted(window, window + 1));
      made += large;
      window++;
    }
    fill(rig, window, events - made);
    rig.execute(
        """
        ALTER TABLE plain_event DROP CONSTRAINT plain_event_pkey;
        INSERT INTO plain_event (source, id, workspace_id, item, retention, measure, quantity, used_at)
        SELECT '/bench/node-' || n %% 8, gen_random_uuid(), '%s', 'log', '7d', '', n, now()
          FROM generate_series(1, %d) n;
        ALTER TABLE plain_event ADD PRIMARY KEY (source, id)\
        """
            .formatted(IntakeRows.workspace(0), events));
    rig.execute("VACUUM ANALYZE");
    // Otherwise what is still to be written of it is, while the first rounds are measured.
    rig.checkpoint();
  }

  /** One window; attached, it gets the indexes that all windows have. */
  private static void fill(IntakeRig rig, int window, int events) throws SQLException {
    rig.execute(
        """
        CREATE TABLE usage.event_%1$d (LIKE usage.event INCLUDING CONSTRAINTS);
        INSERT INTO usage.event_%1$d (used_at, counted_at, source_id, window_no, kind, voided, quantity, id,
                                      workspace_id, item, retention, measure, target)
        SELECT now(), now(), 1 + n %% 8, %1$d, 0, false, n, gen_random_uuid(), '%2$s', 'log', '7d', '', ''
          FROM generate_series(1, %3$d) n;
        ALTER TABLE usage.event_%1$d ADD PRIMARY KEY (window_no, source_id, id);
        ALTER TABLE usage.event ATTACH PARTITION usage.event_%1$d FOR VALUES IN (%1$d)\
        """
            .formatted(window, IntakeRows.workspace(0), events));
  }
}
