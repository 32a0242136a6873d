package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The files of usage that nobody is charged for hold all of it. */
class FilesIntegrationTests extends ConsoleIntegration {

  private static final int MANY = 10_050;

  private List<String> file(String kind) {
    return signedInOperator(Locale.ENGLISH)
        .get("/operator/usage.csv?kind=" + kind)
        .body()
        .lines()
        .skip(1)
        .toList();
  }

  @Test
  void ofUnknownWorkspacesHoweverManyEventsThereAre() {
    jdbc.sql(
            """
            INSERT INTO usage.unknown_event
                   (source, id, workspace_id, item, measure, retention, quantity, used_at, received_at)
            SELECT 'many', 'n' || n, 'wksp_many', 'log', 'quantity', '7d', 1, now(), now()
              FROM generate_series(1, :many) n\
            """)
        .param("many", MANY)
        .update();
    List<String> lines = file("UNKNOWN");
    assertThat(lines).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).endsWith(",many,n10050");
    assertThat(lines.getLast()).endsWith(",many,n1");
  }

  @Test
  void ofDaysHoweverManyThereAre() {
    jdbc.sql(
            """
            INSERT INTO billing.posting_set (workspace_id, day, items, retentions, as_of, hour, units, uncharged)
            SELECT 'wksp_many' || n, DATE '2026-05-01' + n % 3, '{log}', '{7d}', '2026-05-01T00:30:00Z',
                   '2026-05-01T00:00:00Z', '{1}', 'NO_PRICE'
              FROM generate_series(1, :many) n\
            """)
        .param("many", MANY)
        .update();
    List<String> lines = file("NO_PRICE");
    assertThat(lines).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).startsWith("2026-05-03,wksp_many");
    assertThat(lines.getLast()).startsWith("2026-05-01,wksp_many");
    assertThat(file("NO_PAYER")).isEmpty();
  }
}
