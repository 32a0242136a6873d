package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.GoldenFile;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockCause;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceDissolved;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceReopened;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.AgreementSucceeded;
import io.countinghouse.marketplace.MoveCause;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.CloudAccountEndingRevoked;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayersChanged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What each event says, to the byte; docs/api.md shows the same. */
@WebhooksTest
class WebhookPayloadsGoldenTests implements BothProducts {

  private static final Instant AT = Instant.parse("2026-11-03T10:20:00Z");
  private static final Instant ENDS = Instant.parse("2026-11-17T10:20:00Z");
  private static final WorkspaceId WORKSPACE = new WorkspaceId("wksp_0123");
  private static final AgreementId AGREEMENT = new AgreementId("agmt_0123");
  private static final BillingAccountId BILLING = new BillingAccountId("bill_0123");

  @Autowired private WebhookListener listener;
  @Autowired private Webhooks webhooks;
  @Autowired private BusinessClock clock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  private static Agreement agreement(AgreementState state) {
    return agreement(AGREEMENT, state);
  }

  private static Agreement successor(AgreementState state) {
    return agreement(new AgreementId("agmt_4567"), state);
  }

  private static Agreement agreement(AgreementId id, AgreementState state) {
    return new Agreement(
        id,
        "prodcn",
        new AgreementKey.Customer("prodcn", "cust0123"),
        "123456789012",
        new Agreement.Terms(null, null, false, null, null),
        state,
        AT,
        null,
        null,
        null,
        1);
  }

  private void moves(AgreementState from, AgreementState to) {
    listener.on(
        new AgreementMoved(
            agreement(from), agreement(to), AT, new Cause<>(MoveCause.DEADLINE, "")));
  }

  /** Each event once, and facts that are none. */
  private void everythingHappens() {
    moves(AgreementState.PENDING, AgreementState.ACTIVE);
    moves(AgreementState.ACTIVE, AgreementState.ACTIVE);
    listener.on(
        new PayersChanged(
            List.of(
                new PayersChanged.Change(
                    WORKSPACE, null, new Payer.CloudAccount(BILLING, AGREEMENT)),
                new PayersChanged.Change(WORKSPACE, null, new Payer.BillingCenter(BILLING)),
                new PayersChanged.Change(WORKSPACE, new Payer.BillingCenter(BILLING), null)),
            AT));
    moves(AgreementState.ACTIVE, AgreementState.ENDING);
    listener.on(
        new CloudAccountEnding(AGREEMENT, BILLING, "123456789012", List.of(WORKSPACE), ENDS));
    listener.on(
        new CloudAccountEndingRevoked(AGREEMENT, BILLING, "123456789012", List.of(WORKSPACE), AT));
    moves(AgreementState.ENDING, AgreementState.ENDED);
    moves(AgreementState.PENDING, AgreementState.FAILED);
    moves(AgreementState.ACTIVE, AgreementState.SUCCEEDED);
    listener.on(
        new AgreementSucceeded(
            agreement(AgreementState.SUCCEEDED), successor(AgreementState.ACTIVE), AT));
    listener.on(
        new LockEvents(
            List.of(
                new WorkspaceLocked(WORKSPACE, BILLING, LockCause.SUBSCRIPTION_ENDED, AT, ENDS),
                new LockReminder(WORKSPACE, BILLING, LockCause.ARREARS, AT, ENDS),
                new BufferMoved(WORKSPACE, BILLING, LockCause.ARREARS, AT, ENDS),
                new WorkspaceUnlocked(WORKSPACE, BILLING, AT),
                new WorkspaceCleared(WORKSPACE, BILLING, LockCause.ARREARS, AT),
                new WorkspaceDissolved(WORKSPACE, BILLING, AT),
                new WorkspaceReopened(WORKSPACE, BILLING, AT))));
  }

  @Test
  void thePayloadsAreAsTheyWere() throws IOException {
    String id =
        webhooks
            .create(Actor.SYSTEM, "https://example.com/hook", "golden", Set.of())
            .endpoint()
            .id();
    tx.executeWithoutResult(_ -> {
      everythingHappens();
      webhooks.test(Actor.SYSTEM, id);
    });
    List<String> payloads =
        jdbc.sql(
                """
                SELECT e.payload FROM webhook.event e JOIN webhook.delivery d ON d.event_id = e.id
                 WHERE d.endpoint_id = :id ORDER BY e.sequence\
                """)
            .param("id", id)
            .query((rs, _) -> rs.getString("payload"))
            .list();
    webhooks.change(
        Actor.SYSTEM, id, "https://example.com/hook", "golden", Set.of(WebhookType.WEBHOOK_TEST));
    webhooks.disable(Actor.SYSTEM, id);
    List<String> settled =
        payloads.stream()
            .map(it -> it.replaceAll("\"sequence\":\\d+", "\"sequence\":17"))
            .map(it -> it.replace(clock.now().toString(), AT.toString()).replace(id, "whep_0123"))
            .toList();
    GoldenFile.assertUnchanged(
        "webhook-payloads.txt", settled.stream().collect(Collectors.joining("\n", "", "\n")));
    assertThat(settled)
        .extracting(it -> it.substring("{\"type\":\"".length(), it.indexOf('"', 9)))
        .containsAll(Arrays.stream(WebhookType.values()).map(WebhookType::id).toList());
    String document = Files.readString(Path.of("..", "docs", "api.md"));
    assertThat(settled).allSatisfy(it -> assertThat(document).contains(it));
  }
}
