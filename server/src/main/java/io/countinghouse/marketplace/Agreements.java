package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Agreements for the packages above; within their transactions. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Agreements {

  private final AgreementTable agreements;
  private final MessageTable messages;
  private final Outbox outbox;
  private final BusinessClock clock;

  Agreements(AgreementTable agreements, MessageTable messages, Outbox outbox, BusinessClock clock) {
    this.agreements = agreements;
    this.messages = messages;
    this.outbox = outbox;
    this.clock = clock;
  }

  public Optional<Agreement> find(AgreementId id) {
    return agreements.find(id);
  }

  /** Those of the ids that exist, in one query. */
  public List<Agreement> all(Collection<AgreementId> ids) {
    return agreements.all(ids);
  }

  /** AWS's codes of the products of those of the ids that exist, in one query. */
  public Map<AgreementId, String> productCodes(Collection<AgreementId> ids) {
    return agreements.productCodes(ids);
  }

  /**
   * Reads an agreement under its row lock; whatever is decided about it holds until the transaction
   * ends.
   *
   * @throws IllegalStateException if there is no such agreement
   */
  public Agreement lock(AgreementId id) {
    return agreements
        .lock(id)
        .orElseThrow(() -> new IllegalStateException("There is no agreement " + id));
  }

  /** Agreements in a state, by id. */
  public List<AgreementId> inState(AgreementState state, @Nullable AgreementId after, int limit) {
    return agreements.inState(state, after, limit);
  }

  /**
   * Stores that AWS refused a record because it has no subscription for the customer. An ending
   * agreement ends by it, by work of its own: it must not undo what else the call's answer says. An
   * active one stays, for the customer's account may be suspended (facts, P24).
   *
   * @param record what was refused; the same one again changes nothing
   */
  public void refusedAsNotSubscribed(AgreementId id, String record) {
    Agreement agreement = lock(id);
    Instant now = clock.now();
    // Its sender's clock may be ahead of ours, and a refusal answers what was said before.
    Instant ending = agreement.endingSince();
    Instant saidAt = ending != null && ending.isAfter(now) ? ending : now;
    messages
        .store(agreement.productCode(), "refused:" + record, saidAt, now, "record " + record)
        .ifPresent(message -> {
          messages.applyOwn(message, id, Fact.NOT_SUBSCRIBED, now);
          Map<String, String> refused = Map.of(RefusalHandler.RECORD, record);
          outbox.put(new Work(RefusalHandler.KIND, id.value(), refused, now));
        });
  }
}
