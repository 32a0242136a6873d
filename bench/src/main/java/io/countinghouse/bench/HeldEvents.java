package io.countinghouse.bench;

import java.sql.SQLException;

/** Events held before the measuring begins, in the open window and sealed ones, and beside. */
final class HeldEvents {

  private static final int SEALED = 3;

  private HeldEvents() {}

  /** Makes them: random ids, spread over as many windows as a server holds in the long run. */
  static void make(IntakeRig rig, int events) throws SQLException {
    rig.execute(
        "INSERT INTO usage.source (uri) SELECT '/bench/node-' || n FROM generate_series(0, 7) n");
    for (int window = 1; window <= SEALED; window++) {
      fill(rig, window, events / (SEALED + 1));
      rig.execute(
          """
          UPDATE usage.event_window SET sealed_at = now() WHERE no = %d;
          CREATE TABLE usage.event_%d PARTITION OF usage.event FOR VALUES IN (%d);
          INSERT INTO usage.event_window (no, opened_at) VALUES (%d, now())\
          """
              .formatted(window, window + 1, window + 1, window + 1));
    }
    fill(rig, SEALED + 1, events - SEALED * (events / (SEALED + 1)));
    rig.execute(
        """
        INSERT INTO plain_event (source, id, workspace_id, item, retention, measure, quantity, used_at)
        SELECT '/bench/node-' || n %% 8, gen_random_uuid(), 'wksp_bench%016d', 'log', '7d', '', n, now()
          FROM generate_series(1, %d) n\
        """
            .formatted(0, events));
  }

  private static void fill(IntakeRig rig, int window, int events) throws SQLException {
    rig.execute(
        """
        INSERT INTO usage.event (used_at, counted_at, source_id, window_no, kind, voided, quantity, id, workspace_id,
                                 item, retention, measure, target)
        SELECT now(), now(), 1 + n %% 8, %d, 0, false, n, gen_random_uuid(), 'wksp_bench%016d', 'log', '7d', '', ''
          FROM generate_series(1, %d) n\
        """
            .formatted(window, 0, events));
  }
}
