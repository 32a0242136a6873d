package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.ArrearsPaid;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChange.Refused;
import io.countinghouse.settlement.Payer;
import io.countinghouse.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** Changes of settlement method while AWS is waited for, at the same moment, and past the rules. */
class MethodChangesIntegrationTests extends MethodChangesIntegration {

  @Test
  void whatWaitsForAwsStartsWithItAndCountsInTheMonthItWasAskedFor() {
    String name = waiting();
    AgreementId agreement = agreementOf(name);
    assertThat(to(agreement)).isEqualTo(new MethodChange.Intended());
    assertThat(payer()).isEqualTo(new Payer.BillingCenter(account));
    assertThat(to(customer.agreement())).isEqualTo(new Refused.Waiting(null));
    assertThat(changes.refusal(account, customer.workspace(), Site.Method.AWS))
        .contains(new Refused.Waiting(null));
    Instant starts = clock.now().plusSeconds(60);
    jdbc.sql("UPDATE marketplace.agreement SET starts_at = CAST(:at AS timestamptz) WHERE id = :id")
        .param("at", starts.toString())
        .param("id", agreement.value())
        .update();
    assertThat(to(customer.agreement())).isEqualTo(new Refused.Waiting(starts));
    assertThat(to(agreement)).isEqualTo(new Refused.Waiting(starts));
    job.says("subscribe-success", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.CloudAccount(account, agreement));
    assertThat(
            jdbc.sql(
                    """
                    SELECT started_by || ' ' || started_why || ' ' || counted_month FROM settlement.binding
                     WHERE workspace_id = :id AND upper_inf(during)\
                    """)
                .param("id", customer.workspace().value())
                .query(String.class)
                .single())
        .isEqualTo(account + " CHANGE 2026-05-01");
  }

  @Test
  void aChangeIsToldToTheOwnerAndThePayerAndAnUnlockOnlyAsSuch() {
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed(false));
    assertThat(mails("method-chosen")).isPositive();
    worker.runAll();
    assertThat(unlockMails()).isEmpty();

    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    assertThat(changes.toBillingCenter(account, customer.workspace(), Actor.billing(account)))
        .isEqualTo(new MethodChange.Changed(true));
    assertThat(mails("method-chosen")).isZero();
    worker.runAll();
    assertThat(unlockMails()).hasSize(1);
  }

  private List<String> unlockMails() {
    return job.mailsTo(customer.identifier() + "@example.com").stream()
        .filter(subject -> subject.contains("已解锁"))
        .toList();
  }

  /** The mails to be sent that tell of the workspace. */
  private long mails(String template) {
    return jdbc.sql(
            """
            SELECT count(*) FROM outbox.work
             WHERE kind = 'notification.mail' AND key LIKE :template || '/' || :workspace || '/%'\
            """)
        .param("template", template)
        .param("workspace", customer.workspace().value())
        .query(Long.class)
        .single();
  }

  private long intentions() {
    return jdbc.sql("SELECT count(*) FROM settlement.intended_binding WHERE workspace_id = :id")
        .param("id", customer.workspace().value())
        .query(Long.class)
        .single();
  }

  @Test
  void aLockedWorkspaceDoesNotWaitForAwsIfAnotherPayerIsChosen() {
    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    String name = waiting();
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    assertThat(to(agreementOf(name))).isEqualTo(new MethodChange.Intended());
    assertThat(to(agreementOf(name))).isEqualTo(new Refused.Waiting(null));
    assertThat(changes.refusal(account, customer.workspace(), Site.Method.BILLING_CENTER))
        .isEmpty();
    assertThat(changes.toBillingCenter(account, customer.workspace(), Actor.billing(account)))
        .isEqualTo(new MethodChange.Changed(true));
    assertThat(intentions()).isZero();
    job.says("subscribe-success", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.BillingCenter(account));
  }

  @Test
  void whatIsPaidForAgainMeanwhileStaysWithItsCloudAccount() {
    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    String name = waiting();
    job.says("unsubscribe-pending", customer.identifier(), clock.now().plusSeconds(1));
    clock.advance(Duration.ofMinutes(61));
    worker.runAll();
    assertThat(to(agreementOf(name))).isEqualTo(new MethodChange.Intended());
    // AWS's word that disproves the end comes late.
    job.says("subscribe-success", customer.identifier(), clock.now().minusSeconds(1800));
    assertThat(payer()).isEqualTo(new Payer.CloudAccount(account, customer.agreement()));
    job.says("subscribe-success", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.CloudAccount(account, customer.agreement()));
    assertThat(intentions()).isZero();
    assertThat(stateOf(agreementOf(name))).isEqualTo("ACTIVE");
    assertThat(job.mailsTo(customer.identifier() + "@example.com"))
        .filteredOn(subject -> subject.contains("原云账号已恢复结算"))
        .hasSize(1);
  }

  private String stateOf(AgreementId agreement) {
    return jdbc.sql("SELECT state FROM marketplace.agreement WHERE id = :id")
        .param("id", agreement.value())
        .query(String.class)
        .single();
  }

  @Test
  void whatAwsRefusesIsDroppedAndDoesNotCount() {
    String name = waiting();
    assertThat(to(agreementOf(name))).isEqualTo(new MethodChange.Intended());
    job.says("subscribe-fail", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.BillingCenter(account));
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed(false));
  }

  @Test
  void arrearsAreNotUnlockedByTheAccountThatOwes() {
    tx.executeWithoutResult(_ -> events.publishEvent(new ArrearsOverdue(account, clock.now())));
    assertThat(changes.toBillingCenter(account, customer.workspace(), Actor.billing(account)))
        .isEqualTo(new Refused.InArrears());
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed(true));
    assertThat(
            jdbc.sql(
                    """
                    SELECT string_agg(started_why || '-' || coalesce(ended_why, ''), ',' ORDER BY lower(during))
                      FROM settlement.binding WHERE workspace_id = :id\
                    """)
                .param("id", customer.workspace().value())
                .query(String.class)
                .single())
        .isEqualTo("FIRST-SUBSCRIPTION,SUBSCRIPTION-ARREARS,UNLOCK-");
    tx.executeWithoutResult(_ -> events.publishEvent(new ArrearsPaid(account, clock.now())));
    assertThat(changes.refusal(account, customer.workspace(), Site.Method.BILLING_CENTER))
        .contains(new Refused.CloudAccountStays(null));
  }

  /** Between the look at a locked workspace and its change it may be given up for good. */
  @Test
  void whoPaysForADissolvedWorkspaceIsNotChanged() {
    bind.pays(null, customer.workspace());
    jdbc.sql("UPDATE workspace.workspace SET lock_state = 'DISSOLVED' WHERE id = :id")
        .param("id", customer.workspace().value())
        .update();
    assertThat(bind.paysForUnpaid(new Payer.BillingCenter(account), customer.workspace()))
        .isFalse();
  }

  @Test
  void ofTwoChangesAtTheSameMomentOneIsMade() throws Exception {
    String name = waiting();
    job.says("subscribe-success", name, clock.now());
    AgreementId other = agreementOf(name);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<MethodChange> one = both.submit(() -> to(customer.agreement()));
      Future<MethodChange> two = both.submit(() -> to(other));
      List<MethodChange> outcomes = List.of(one.get(), two.get());
      assertThat(outcomes).containsOnlyOnce(new MethodChange.Changed(false));
      assertThat(outcomes).filteredOn(Refused.class::isInstance).hasSize(1);
    }
  }

  @Test
  void anUnlockAtTheMomentThatAwsDisprovesTheEndChangesNothing() throws Exception {
    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    job.says("unsubscribe-pending", customer.identifier(), clock.now().plusSeconds(1));
    clock.advance(Duration.ofMinutes(61));
    worker.runAll();
    Payer before = new Payer.CloudAccount(account, customer.agreement());
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<MethodChange> unlock =
          Objects.requireNonNull(
              tx.execute(_ -> {
                bind.pays(before, customer.workspace());
                Future<MethodChange> waits =
                    other.submit(() ->
                        changes.toBillingCenter(
                            account, customer.workspace(), Actor.billing(account)));
                Blocked.await(jdbc);
                return waits;
              }));
      assertThat(unlock.get()).isEqualTo(new Refused.ChangedMeanwhile());
    }
    assertThat(payer()).isEqualTo(before);
  }

  @Test
  void noStatementGetsPastTheRules() {
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed(false));
    String end =
        """
        UPDATE settlement.binding SET during = tstzrange(lower(during), lower(during) + interval '1 hour'),
                                      ended_by = 'system', ended_why = '%s'
         WHERE workspace_id = :id AND upper_inf(during)\
        """;
    assertThatThrownBy(() -> run(end.formatted("CHANGE")))
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("binding_leaves_aws_only_released");
    run(end.formatted("SUBSCRIPTION"));
    assertThatThrownBy(() ->
            run(
                """
                UPDATE settlement.binding SET during = tstzrange(lower(during), upper(during) + interval '1 second')
                 WHERE workspace_id = :id AND counted_month IS NOT NULL\
                """))
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("binding_only_ends");
    assertThatThrownBy(() ->
            run(
                """
                INSERT INTO settlement.binding (id, workspace_id, billing_account_id, during, started_why)
                SELECT 'bind_overlaps', :id, billing_account_id, tstzrange(upper(during) - interval '1 second', NULL), 'FIRST'
                  FROM settlement.binding WHERE workspace_id = :id AND counted_month IS NOT NULL\
                """))
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("binding_one_payer_at_a_time");
    clock.advance(Duration.ofHours(2));
    assertThatThrownBy(() ->
            run(
                """
                INSERT INTO settlement.binding (id, workspace_id, billing_account_id, during, started_why, counted_month)
                SELECT 'bind_second', :id, billing_account_id, tstzrange(upper(during), NULL), 'CHANGE', counted_month
                  FROM settlement.binding WHERE workspace_id = :id AND counted_month IS NOT NULL\
                """))
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("binding_one_change_a_month");
  }

  private void run(String sql) {
    jdbc.sql(sql).param("id", customer.workspace().value()).update();
  }
}
