package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.NotificationRules.Action;
import awssimulator.client.NotificationRules.NewRule;
import awssimulator.client.SimulatorClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What no message told, the daily comparison of agreements with AWS finds. */
@Tag("slow")
class LostMessageTests {

  private static final Instant START = Instant.parse("2026-05-12T21:00:00Z");
  private static final int HOURS_UNTIL_COMPARED = 5;

  private final Market market = Market.start(START);
  private final Store store = Store.fresh();
  private final Node node = new Node(market, store, new CrashPoints(), Map.of(), START, 1);
  private final JdbcClient rows = JdbcClient.create(store.dataSource());
  private final SimulatorClient aws = market.client();
  private Instant now = START;

  @AfterEach
  void stop() {
    node.close();
    market.close();
  }

  @Test
  void ofAnAgreementThatBeganIsFound() {
    aws.notificationRules().add(NewRule.of(Action.LOSE));
    Subscribed untold = subscribe();
    hoursPass(HOURS_UNTIL_COMPARED);

    assertThat(rows.sql("SELECT count(*) FROM marketplace.agreement").query(Long.class).single())
        .isZero();
    assertThat(openCases("UNKNOWN_HERE"))
        .singleElement()
        .asString()
        .startsWith(untold.agreementId());

    aws.notificationRules().clear();
    aws.subscriptions().cancel(untold.agreementId());
    hoursPass(24);
    assertThat(openCases("UNKNOWN_HERE")).as("gone once it is no longer so").isEmpty();
  }

  @Test
  void ofAnAgreementThatEndedIsFound() {
    Subscribed sold = subscribe();
    hoursPass(1);
    assertThat(state()).isEqualTo("ACTIVE");

    aws.notificationRules().add(NewRule.of(Action.LOSE));
    aws.subscriptions().cancel(sold.agreementId());
    hoursPass(HOURS_UNTIL_COMPARED);

    assertThat(openCases("OVER_AT_AWS")).containsExactly(sold.agreementId());
    assertThat(state()).as("it changes none").isEqualTo("ACTIVE");
  }

  private Subscribed subscribe() {
    String account = aws.accounts().create("buyer").accountId();
    return aws.subscriptions().subscribe(account, Offering.OVERSEAS.in(market.simulator()).code());
  }

  private void hoursPass(int hours) {
    for (int i = 0; i < hours; i++) {
      settle();
      now = now.plus(Duration.ofHours(1));
      aws.clock().set(now);
      node.setTime(now);
      settle();
    }
  }

  private void settle() {
    boolean more = true;
    while (more) {
      node.readQueues();
      more = node.runOne();
    }
  }

  private String state() {
    return rows.sql("SELECT state FROM marketplace.agreement").query(String.class).single();
  }

  private List<String> openCases(String kind) {
    return rows.sql(
            "SELECT aws_agreement FROM metering.difference WHERE state = 'OPEN' AND kind = :kind")
        .param("kind", kind)
        .query((rs, _) -> rs.getString(1))
        .list();
  }
}
