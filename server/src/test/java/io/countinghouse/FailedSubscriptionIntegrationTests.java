package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.SetUp;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A subscription that was set up while waiting: AWS confirms it, or cannot complete it. */
@JobTest
class FailedSubscriptionIntegrationTests implements BothProducts {

  private final MainJob job;
  private final Bind bind;
  private final Ledger ledger;
  private final TestClock clock;

  @Autowired
  FailedSubscriptionIntegrationTests(MainJob job, Bind bind, Ledger ledger, TestClock clock) {
    this.job = job;
    this.bind = bind;
    this.ledger = ledger;
    this.clock = clock;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void aFailureReleasesTheCloudAccountAndTheNextSuccessCanBeSetUp() {
    String name = job.newCustomer();
    AgreementId agreement = job.lands(name);
    SetUp.Outcome.Done first = done(job.registers(agreement, name));
    job.says("subscribe-fail", name, clock.now());

    assertThat(bind.isHeld(agreement)).isFalse();
    assertThat(job.mailsTo(name + "@example.com"))
        .anyMatch(subject -> subject.startsWith("AWS 未能完成订阅"));
    assertThat(job.registers(agreement, name + "x")).isInstanceOf(SetUp.Outcome.NotUsable.class);

    clock.advance(Duration.ofMinutes(5));
    job.says("subscribe-success", name, clock.now());
    assertThat(bind.workspacesOf(agreement)).isEmpty();
    SetUp.Outcome.Done second = done(job.registers(job.lands(name), name + "y"));
    assertThat(bind.workspacesOf(agreement)).containsExactly(second.workspace());
    assertThat(ledger.bindings(first.workspace())).isZero();
  }

  @Test
  void aConfirmationIsTold() {
    String name = job.newCustomer();
    String address = name + "@example.com";
    done(job.registers(job.lands(name), name));
    job.says("nothing that we know", name, clock.now());
    assertThat(job.mailsTo(address)).noneMatch(subject -> subject.startsWith("AWS 已确认订阅"));
    job.says("subscribe-success", name, clock.now());
    assertThat(job.mailsTo(address)).anyMatch(subject -> subject.startsWith("AWS 已确认订阅"));
  }

  private static SetUp.Outcome.Done done(SetUp.Outcome outcome) {
    assertThat(outcome).isInstanceOf(SetUp.Outcome.Done.class);
    return (SetUp.Outcome.Done) outcome;
  }
}
