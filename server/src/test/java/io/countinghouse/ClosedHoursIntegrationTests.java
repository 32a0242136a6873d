package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An hour is closed once: for all workspaces by their closing readings, for one by its full
 * reading; the two never see half of each other.
 */
class ClosedHoursIntegrationTests {

  private static final LocalDate DAY = LocalDate.of(2028, 3, 1);
  private static final Hour HOUR = new Hour(Instant.parse("2028-03-01T10:00:00Z"));
  private static final Instant LATER = HOUR.end().plus(Duration.ofMinutes(20));
  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();
  private final WorkspaceId workspace = SERVER.workspace("us1");
  private final WorkspaceId other = SERVER.workspace("us1");

  @BeforeEach
  void usesSomething() {
    jdbc.sql("DELETE FROM billing.closed_hours").update();
    for (WorkspaceId each : List.of(workspace, other)) {
      SERVER.pays(each, "agmt_us", HOUR.start());
      uses(each);
    }
  }

  @AfterEach
  void theBooksAreInBalance() {
    equation.holds();
  }

  @Test
  void anHourIsClosedForAllAtOnceAndOnlyOnce() {
    closes(HOUR, workspace);
    tx.executeWithoutResult(_ -> readings.closed(HOUR));
    uses(workspace);
    closes(HOUR, workspace);
    assertThat(posted()).as("what comes later waits").containsExactly("10 1");
    readsFully(LATER);
    assertThat(posted()).as("for its next reading").containsExactly("10 1", "11 1");
  }

  @Test
  void whatAFullReadingHasClosedIsLeftOut() {
    readsFully(LATER);
    uses(workspace);
    closes(HOUR, workspace, other);
    assertThat(posted()).containsExactly("10 1");
    assertThat(other()).containsExactly("10 1");
    assertThat(marks()).isEqualTo(1);
    tx.executeWithoutResult(_ -> readings.closed(HOUR));
    assertThat(marks()).as("what all have is no mark").isZero();
    closes(HOUR.next(), workspace);
    assertThat(posted()).containsExactly("10 1", "11 1");
  }

  @Test
  void aMarkOfALaterHourStays() {
    readsFully(LATER.plus(Duration.ofHours(2)));
    tx.executeWithoutResult(_ -> readings.closed(HOUR));
    assertThat(marks()).isEqualTo(1);
    uses(workspace);
    closes(HOUR.next().next(), workspace);
    assertThat(posted()).as("an outage: hours closed before its turn").containsExactly("12 1");
  }

  @Test
  void anHourThatIsLateNeverOpensALaterOne() {
    tx.executeWithoutResult(_ -> readings.closed(HOUR.next()));
    tx.executeWithoutResult(_ -> readings.closed(HOUR));
    closes(HOUR.next(), workspace);
    assertThat(posted()).isEmpty();
  }

  @Test
  void aClosingReadingWaitsForAFullOne() throws Exception {
    waits(() -> closes(HOUR, other), () -> readings.readFully(List.of(workspace), LATER));
    assertThat(other()).containsExactly("10 1");
  }

  @Test
  void aClosingReadingWaitsForAFullOneThatFailed() throws Exception {
    WorkspaceId unknown = WorkspaceId.next();
    uses(unknown);
    try {
      waits(() -> closes(HOUR, other), () -> readings.readEach(List.of(unknown), LATER));
    } finally {
      jdbc.sql("DELETE FROM usage.touched_day WHERE workspace_id = :id")
          .param("id", unknown.value())
          .update();
    }
    assertThat(other()).containsExactly("10 1");
  }

  @Test
  void aFullReadingWaitsForClosingOnes() throws Exception {
    waits(() -> readsFully(LATER), () -> readings.close(List.of(other), HOUR));
    assertThat(posted()).containsExactly("10 1");
  }

  @Test
  void aMarkThatIsHeldWaitsForAnotherHour() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      tx.executeWithoutResult(_ -> {
        readings.readFully(List.of(workspace), LATER);
        done(threads.submit(() -> tx.executeWithoutResult(_ -> readings.closed(HOUR))));
      });
    }
    assertThat(marks()).isEqualTo(1);
    tx.executeWithoutResult(_ -> readings.closed(HOUR.next()));
    assertThat(marks()).isZero();
  }

  @Test
  void thoseOfOneKindGoOnSideBySide() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      tx.executeWithoutResult(_ -> {
        readings.close(List.of(other), HOUR);
        done(threads.submit(() -> closes(HOUR, workspace)));
      });
      tx.executeWithoutResult(_ -> {
        readings.readFully(List.of(other), LATER);
        done(threads.submit(() -> readsFully(LATER)));
      });
    }
    assertThat(posted()).containsExactly("10 1");
  }

  /** The transaction of the first ends only once the second one waits for it. */
  private void waits(Runnable second, Runnable first) throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> waiting =
          tx.execute(_ -> {
            first.run();
            Future<?> begun = threads.submit(second);
            Blocked.await(jdbc);
            return begun;
          });
      waiting.get();
    }
  }

  private static void done(Future<?> future) {
    try {
      future.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("it waits", e);
    }
  }

  private void uses(WorkspaceId by) {
    SERVER.uses(by, PostingModel.Kind.LOG, BigDecimal.valueOf(1_000_000), DAY, HOUR);
  }

  private void closes(Hour hour, WorkspaceId... all) {
    tx.executeWithoutResult(_ -> readings.close(List.of(all), hour));
  }

  private void readsFully(Instant asOf) {
    tx.executeWithoutResult(_ -> readings.readFully(List.of(workspace), asOf));
  }

  private long marks() {
    return jdbc.sql("SELECT count(*) FROM billing.reading_mark WHERE workspace_id = :id")
        .param("id", workspace.value())
        .query(Long.class)
        .single();
  }

  private List<@Nullable String> posted() {
    return posted(workspace);
  }

  private List<@Nullable String> other() {
    return posted(other);
  }

  /** The UTC hour of the day and the units of each posting. */
  private List<@Nullable String> posted(WorkspaceId of) {
    return jdbc.sql(
            """
            SELECT to_char(hour AT TIME ZONE 'UTC', 'HH24') || ' ' || trim_scale(units)
              FROM billing.posting WHERE workspace_id = :id ORDER BY id\
            """)
        .param("id", of.value())
        .query(String.class)
        .list();
  }
}
