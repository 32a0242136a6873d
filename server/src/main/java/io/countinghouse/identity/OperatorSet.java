package io.countinghouse.identity;

import io.countinghouse.kernel.OperatorId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes those who change the set of operators come one after another. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class OperatorSet {

  private final JdbcClient jdbc;

  OperatorSet(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Locks all operators until the transaction ends: two that are added, or switched off, at once
   * see each other.
   *
   * @return whether this one can sign in, which may have ended since its page was asked for
   */
  boolean ableUnderLock(OperatorId id) {
    jdbc.sql("SELECT id FROM identity.operator ORDER BY id FOR NO KEY UPDATE")
        .query((rs, _) -> rs.getString("id"))
        .list();
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM identity.operator WHERE id = :id AND "
                + Operators.ABLE
                + ")")
        .param("id", id.value())
        .query(Boolean.class)
        .single();
  }

  /** How many have ever been able to sign in. */
  int confirmed() {
    return jdbc.sql(
            "SELECT count(*)::integer FROM identity.operator WHERE confirmed_at IS NOT NULL")
        .query(Integer.class)
        .single();
  }
}
