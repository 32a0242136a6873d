package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.settlement.SetUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever order landing and notifications arrive in, each twice, the agreement ends where its
 * messages say.
 */
@JobTest
class OrderOfArrivalIntegrationTests implements BothProducts {

  private static final Instant START = Instant.parse("2026-05-12T02:10:00Z");
  private static final String LANDING = "landing";
  private static final List<String> IN_ORDER =
      List.of("subscribe-success", "unsubscribe-pending", "subscribe-success again");

  private final MainJob job;
  private final TestClock clock;
  private final JdbcClient jdbc;
  private final MessageDirectory messages;
  private final TransactionTemplate tx;

  @Autowired
  OrderOfArrivalIntegrationTests(
      MainJob job,
      TestClock clock,
      JdbcClient jdbc,
      MessageDirectory messages,
      TransactionTemplate tx) {
    this.job = job;
    this.clock = clock;
    this.jdbc = jdbc;
    this.messages = messages;
    this.tx = tx;
  }

  @BeforeEach
  void afterAllWasSent() {
    clock.set(START.plus(Duration.ofMinutes(30)));
  }

  static Stream<List<String>> orders() {
    List<String> steps = new ArrayList<>(IN_ORDER);
    steps.add(LANDING);
    return Permutations.of(steps).stream();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aReturnWithinTheWindowIsActiveInTheEnd(List<String> order) {
    String customer = job.newCustomer();
    List<SetUp.Outcome> outcomes = new ArrayList<>();
    for (String step : order) {
      if (step.equals(LANDING)) {
        AgreementId agreement = job.lands(customer);
        assertThat(job.lands(customer)).isEqualTo(agreement);
        outcomes.add(job.registers(agreement, customer));
      } else {
        says(step, customer);
        says(step, customer);
      }
    }
    assertThat(
            one(
                "SELECT state FROM marketplace.agreement WHERE customer_identifier = :name",
                customer))
        .isEqualTo("ACTIVE");
    assertThat(period(customer)).isEqualTo(START);
    if (outcomes.getFirst() instanceof SetUp.Outcome.Done(var _, var workspace, var _)) {
      assertThat(
              one("SELECT lock_state FROM workspace.workspace WHERE id = :name", workspace.value()))
          .isEqualTo("OPEN");
      assertThat(
              one(
                  "SELECT count(*) FROM settlement.binding WHERE workspace_id = :name AND"
                      + " upper_inf(during)",
                  workspace.value()))
          .isEqualTo("1");
    } else {
      // The one order in which the customer lands while only the cancellation is known or in force.
      assertThat(outcomes.getFirst()).isInstanceOf(SetUp.Outcome.NotUsable.class);
    }
    assertNothingParkedFor(customer);
  }

  static Stream<List<String>> ordersToTheEnd() {
    return Permutations.of(
        List.of("subscribe-success", "unsubscribe-pending", "unsubscribe-success", LANDING))
        .stream();
  }

  @ParameterizedTest
  @MethodSource("ordersToTheEnd")
  void aCancellationIsTheEndWhateverComesFirst(List<String> order) {
    String customer = job.newCustomer();
    List<String> inTime =
        List.of("subscribe-success", "unsubscribe-pending", "unsubscribe-success");
    for (String step : order) {
      for (int twice = 0; twice < 2; twice++) {
        if (step.equals(LANDING)) {
          job.lands(customer);
        } else {
          int position = inTime.indexOf(step);
          job.says(step, customer, START.plus(Duration.ofMinutes(position)), customer + position);
        }
      }
    }
    assertThat(
            one(
                "SELECT state FROM marketplace.agreement WHERE customer_identifier = :name",
                customer))
        .isEqualTo("ENDED");
    assertThat(period(customer)).isEqualTo(START);
    assertNothingParkedFor(customer);
  }

  @Test
  void aMessageOfAnUnknownCustomerWaitsForItsLanding() {
    String customer = job.newCustomer();
    job.says("unsubscribe-pending", customer, START);
    assertThat(parkedFor(customer))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.reason()).contains("unknown customer");
          assertThat(message.productCode()).isEqualTo("prodcn");
        });

    job.lands(customer);

    assertNothingParkedFor(customer);
    assertThat(
            one(
                "SELECT state FROM marketplace.agreement WHERE customer_identifier = :name",
                customer))
        .isEqualTo("ENDING");
  }

  @Test
  void anUnknownActionIsKept() {
    String customer = job.newCustomer();
    job.says("subscribe-somehow", customer, START);
    assertThat(parkedFor(customer))
        .singleElement()
        .satisfies(
            message -> assertThat(message.reason()).contains("unknown action subscribe-somehow"));
  }

  private void says(String step, String customer) {
    int position = IN_ORDER.indexOf(step);
    job.says(
        step.replace(" again", ""),
        customer,
        START.plus(Duration.ofMinutes(position)),
        customer + position);
  }

  private void assertNothingParkedFor(String customer) {
    assertThat(parkedFor(customer)).isEmpty();
  }

  private List<MessageDirectory.Message> parkedFor(String customer) {
    List<MessageDirectory.Message> parked =
        tx.execute(_ -> messages.newest(MessageDirectory.State.PARKED, Long.MAX_VALUE, 1000));
    return parked.stream()
        .filter(message -> message.body().contains("\"" + customer + "\""))
        .toList();
  }

  private Instant period(String customer) {
    return jdbc.sql(
            "SELECT period_started_at FROM marketplace.agreement WHERE customer_identifier = :name")
        .param("name", customer)
        .query((rs, _) -> rs.getTimestamp(1).toInstant())
        .single();
  }

  private String one(String sql, String name) {
    return jdbc.sql(sql).param("name", name).query(String.class).single();
  }
}
