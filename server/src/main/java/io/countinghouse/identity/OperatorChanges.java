package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Confirms, refuses and switches off operators, so that one person is never two of them. Whoever
 * switches another one off stays able, so the last able one cannot be switched off.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class OperatorChanges {

  private final JdbcClient jdbc;
  private final OperatorSet set;
  private final Operators operators;
  private final BusinessClock clock;
  private final AuditTrail audit;

  OperatorChanges(
      JdbcClient jdbc,
      OperatorSet set,
      Operators operators,
      BusinessClock clock,
      AuditTrail audit) {
    this.jdbc = jdbc;
    this.set = set;
    this.operators = operators;
    this.clock = clock;
    this.audit = audit;
  }

  /** What came of a change. */
  public enum Decision {
    DONE,
    /** It is not in the state for it any more, or whoever wants it cannot sign in any more. */
    NOT_OPEN,
    /** It takes another operator: not the one who added it, and nobody for themselves. */
    SAME_OPERATOR
  }

  /** Lets an operator that waits sign in; the one who added it must not. */
  public Decision confirm(OperatorId id, OperatorId by) {
    Optional<Operators.Known> found = lock(id, Operators.State.WAITING, by);
    if (found.isEmpty()) {
      return Decision.NOT_OPEN;
    }
    if (by.equals(found.get().addedBy())) {
      return Decision.SAME_OPERATOR;
    }
    jdbc.sql("UPDATE identity.operator SET confirmed_by = :by, confirmed_at = :now WHERE id = :id")
        .param("by", by.value())
        .param("now", SqlTime.utc(clock.now()))
        .param("id", id.value())
        .update();
    record(by, "operator.confirmed", id, Map.of("username", nameOf(found.get())));
    return Decision.DONE;
  }

  /**
   * Takes an operator that waits away; its username is free again.
   *
   * @param reason why, for people
   */
  public Decision refuse(OperatorId id, OperatorId by, String reason) {
    Optional<Operators.Known> found = lock(id, Operators.State.WAITING, by);
    if (found.isEmpty()) {
      return Decision.NOT_OPEN;
    }
    jdbc.sql("DELETE FROM identity.operator WHERE id = :id").param("id", id.value()).update();
    record(by, "operator.refused", id, Map.of("username", nameOf(found.get()), "reason", reason));
    return Decision.DONE;
  }

  /**
   * Switches an operator off, for good; all its sign-ins end at the commit.
   *
   * @param reason why, for people
   */
  public Decision switchOff(OperatorId id, OperatorId by, String reason) {
    if (id.equals(by)) {
      return Decision.SAME_OPERATOR;
    }
    Optional<Operators.Known> found = lock(id, Operators.State.ABLE, by);
    if (found.isEmpty()) {
      return Decision.NOT_OPEN;
    }
    jdbc.sql(
            """
            UPDATE identity.operator SET disabled_at = :now, sign_in_epoch = sign_in_epoch + 1
             WHERE id = :id\
            """)
        .param("now", SqlTime.utc(clock.now()))
        .param("id", id.value())
        .update();
    record(
        by, "operator.switched-off", id, Map.of("username", nameOf(found.get()), "reason", reason));
    return Decision.DONE;
  }

  private Optional<Operators.Known> lock(OperatorId id, Operators.State wanted, OperatorId by) {
    if (!set.ableUnderLock(by)) {
      return Optional.empty();
    }
    return operators.known(id).filter(it -> it.state() == wanted);
  }

  private static String nameOf(Operators.Known known) {
    return known.operator().username();
  }

  private void record(OperatorId by, String action, OperatorId id, Map<String, String> details) {
    audit.record(Actor.operator(by), action, id.value(), details);
  }
}
