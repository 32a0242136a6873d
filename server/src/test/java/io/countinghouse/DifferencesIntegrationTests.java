package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.LicensedJob.Event;
import io.countinghouse.LicensedJob.Licensed;
import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.AgreementSearch;
import io.countinghouse.marketplace.MarketplaceBill;
import io.countinghouse.marketplace.Product;
import io.countinghouse.metering.Differences;
import io.countinghouse.metering.Differences.Case;
import io.countinghouse.metering.Differences.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Our books and agreements against AWS's, every day: each difference is a case. */
@JobTest
@Import(DifferencesIntegrationTests.Beans.class)
class DifferencesIntegrationTests {

  private final MainJob job;
  private final LicensedJob us;
  private final Ledger ledger;
  private final Aws aws;
  private final Differences differences;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  @Autowired
  DifferencesIntegrationTests(
      MainJob job,
      LicensedJob us,
      Ledger ledger,
      Aws aws,
      Differences differences,
      JdbcClient jdbc,
      TransactionTemplate tx) {
    this.job = job;
    this.us = us;
    this.ledger = ledger;
    this.aws = aws;
    this.differences = differences;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Beans {

    @Bean
    @Primary
    Aws aws() {
      return new Aws();
    }
  }

  /** AWS as it tells what it charged and holds. */
  static final class Aws implements MarketplaceBill, AgreementSearch {

    private final List<Charge> charges = new ArrayList<>();
    private final List<Held> agreements = new ArrayList<>();

    @Override
    public MarketplaceBill.Answer charged(Product product, Instant from, Instant before) {
      return new MarketplaceBill.Answer.Charges(
          product.code().equals("prodcn")
              ? charges.stream()
                  .filter(it -> !it.hour().start().isBefore(from))
                  .filter(it -> it.hour().start().isBefore(before))
                  .toList()
              : List.of());
    }

    @Override
    public AgreementSearch.Answer active(Product product) {
      return new AgreementSearch.Answer.Active(agreements);
    }
  }

  @DynamicPropertySource
  static void products(DynamicPropertyRegistry registry) {
    ConcurrentJob.register(registry);
    registry.add("countinghouse.metering.compare-agreements", () -> "true");
  }

  @BeforeEach
  void inTheMorning() {
    ledger.forgetsEverybody();
    // Of the same day: what other tests left is not compared.
    jdbc.sql("UPDATE metering.record SET state = 'WITHHELD' WHERE state = 'ACCEPTED'").update();
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.reconcile'").update();
    jdbc.sql("UPDATE outbox.work SET due_at = :due WHERE kind = 'metering.check-agreements'")
        .param("due", SqlTime.utc(Instant.parse("2026-05-13T01:00:00Z")))
        .update();
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
            VALUES ('metering.reconcile', '2026-05-12', '{}', '2026-05-14T01:00:00Z', now())\
            """)
        .update();
    ledger.startInTheMorning();
    aws.charges.clear();
    aws.agreements.clear();
  }

  private List<Case> cases(Kind kind) {
    return tx.execute(_ -> differences.all(100)).stream()
        .filter(it -> it.difference().kind() == kind && it.closedAt() == null)
        .toList();
  }

  private static MarketplaceBill.Charge charge(String account, String hour, long quantity) {
    return new MarketplaceBill.Charge(
        account, "agmt-cn", "fee", new Hour(Instant.parse(hour)), quantity);
  }

  @Test
  void whatWasChargedOtherwiseIsACaseWithItsAmount() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T04:05:00Z");
    aws.charges.add(charge("123456789012", "2026-05-12T02:00:00Z", 230));
    aws.charges.add(charge("123456789012", "2026-05-12T03:00:00Z", 0));
    aws.charges.add(charge("999999999999", "2026-05-12T02:00:00Z", 7));
    ledger.forgetsEverybody();
    ledger.runUntil("2026-05-14T01:00:00Z");

    Currency yuan = Currency.getInstance("CNY");
    assertThat(cases(Kind.QUANTITY))
        .extracting(it -> it.difference().agreement(), it -> it.difference().quantities())
        .containsExactlyInAnyOrder(
            tuple(
                customer.agreement(), quantities(200, 230, Money.of(new BigDecimal("0.3"), yuan))),
            tuple(null, quantities(0, 7, Money.of(new BigDecimal("0.07"), yuan))));
    for (Case open : cases(Kind.QUANTITY)) {
      assertThat(tx.<Boolean>execute(_ -> differences.close(open.id(), Actor.SYSTEM, "seen")))
          .isTrue();
      assertThat(tx.<Boolean>execute(_ -> differences.close(open.id(), Actor.SYSTEM, "twice")))
          .isFalse();
    }
  }

  private static Differences.Quantities quantities(long ours, long theirs, Money amount) {
    return new Differences.Quantities(
        "fee", new Hour(Instant.parse("2026-05-12T02:00:00Z")), ours, theirs, amount);
  }

  @Test
  void aBillThatLacksWhatAwsAcceptedIsACase() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T04:05:00Z");
    ledger.forgetsEverybody();
    ledger.runUntil("2026-05-14T01:00:00Z");
    assertThat(cases(Kind.QUANTITY))
        .singleElement()
        .satisfies(it ->
            assertThat(it.difference().quantities())
                .isEqualTo(
                    quantities(
                        200, 0, Money.of(new BigDecimal("2"), Currency.getInstance("CNY")))));
    tx.executeWithoutResult(
        _ -> differences.close(cases(Kind.QUANTITY).getFirst().id(), Actor.SYSTEM, "seen"));
  }

  @Test
  void agreementsThatOneSideHoldsAloneAreCasesUntilTheyAgree() {
    Licensed both = licensed();
    Licensed here = licensed();
    // A channel partner proposed it: AWS names it to the partner.
    Licensed resold = us.newAgreement(us.newAccount());
    Event own = Event.created(resold, "NEW", null, Ledger.MORNING);
    us.tells(
        new Event(
            "Purchase Agreement Created - Manufacturer",
            resold,
            own.agreementFields(),
            own.time()));
    us.tells(Event.licensed(resold, Ledger.MORNING));
    aws.agreements.add(held(both.agreement()));
    aws.agreements.add(held("agmt-nobody-told"));
    ledger.runUntil("2026-05-13T01:00:00Z");

    assertThat(cases(Kind.OVER_AT_AWS))
        .extracting(it -> it.difference().awsAgreement())
        .containsExactly(here.agreement());
    assertThat(cases(Kind.UNKNOWN_HERE))
        .extracting(it -> it.difference().awsAgreement())
        .containsExactly("agmt-nobody-told prod-1");

    aws.agreements.set(1, held(here.agreement()));
    ledger.runUntil("2026-05-14T01:00:00Z");
    assertThat(cases(Kind.OVER_AT_AWS)).isEmpty();
    assertThat(cases(Kind.UNKNOWN_HERE)).isEmpty();
  }

  @Test
  void whatAwsNamedOnceAndHoldsIsACaseUntilItIsActiveHere() {
    Licensed over = licensed();
    us.tells(Event.ended(over, "CANCELLED", Ledger.MORNING));
    aws.agreements.add(held(over.agreement()));
    ledger.runUntil("2026-05-13T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE)).as("it may be on its way").isEmpty();
    ledger.runUntil("2026-05-14T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE))
        .extracting(it -> it.difference().awsAgreement())
        .containsExactly(over.agreement() + " prod-1");

    // A person closes it; gone and there once more, it is a case again.
    long id = cases(Kind.UNKNOWN_HERE).getFirst().id();
    Actor person = Actor.operator(OperatorId.next());
    assertThat(tx.<Boolean>execute(_ -> differences.close(id, person, "as it should be"))).isTrue();
    ledger.runUntil("2026-05-15T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE)).isEmpty();
    aws.agreements.clear();
    ledger.runUntil("2026-05-16T01:00:00Z");
    aws.agreements.add(held(over.agreement()));
    ledger.runUntil("2026-05-17T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE)).hasSize(1);
    aws.agreements.clear();
    ledger.runUntil("2026-05-18T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE)).isEmpty();
  }

  @Test
  void whatStartsLaterIsNoCase() {
    Licensed later = us.newAgreement(us.newAccount());
    us.tells(
        Event.created(later, "NEW", null, Ledger.MORNING, Ledger.MORNING.plus(Duration.ofDays(9))));
    aws.agreements.add(held(later.agreement()));
    ledger.runUntil("2026-05-15T01:00:00Z");
    assertThat(cases(Kind.UNKNOWN_HERE)).isEmpty();
    aws.agreements.clear();
  }

  private Licensed licensed() {
    Licensed licensed = us.newAgreement(us.newAccount());
    us.tells(Event.created(licensed, "NEW", null, Ledger.MORNING));
    us.tells(Event.licensed(licensed, Ledger.MORNING));
    return licensed;
  }

  private static AgreementSearch.Held held(String id) {
    return new AgreementSearch.Held(id, "345678901234", List.of("prod-1"));
  }
}
