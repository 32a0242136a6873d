package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code wallet.proposal}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ProposalTable {

  private static final String SELECT =
      """
      SELECT id, billing_account_id, kind, amount, currency, bank_reference, paid_on, reason, entered_by, entered_at,
             state, decided_by, decided_at, rejection
        FROM wallet.proposal\
      """;

  private final JdbcClient jdbc;

  ProposalTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Stores an open one; false if another one that was not rejected has its reference, or if it is a
   * correction and an equal one is open.
   */
  boolean insert(Proposal proposal) {
    return jdbc.sql(
                """
                INSERT INTO wallet.proposal (id, billing_account_id, kind, amount, currency, bank_reference, paid_on, reason,
                                             entered_by, entered_at)
                SELECT :id, :account, :kind, :amount, CAST(:currency AS text), :reference, CAST(:paidOn AS date), :reason, :by, :at
                 WHERE NOT EXISTS (SELECT 1 FROM wallet.proposal
                                    WHERE kind = 'CORRECTION' AND :kind = 'CORRECTION' AND state = 'PROPOSED'
                                      AND billing_account_id = :account AND amount = :amount AND reason = :reason)
                ON CONFLICT DO NOTHING\
                """)
            .param("id", proposal.id())
            .param("account", proposal.account().value())
            .param("kind", proposal.kind().name())
            .param("amount", proposal.amount().amount())
            .param("currency", proposal.amount().currency().getCurrencyCode())
            .param("reference", proposal.bankReference())
            .param("paidOn", proposal.paidOn())
            .param("reason", proposal.reason())
            .param("by", proposal.enteredBy().value())
            .param("at", SqlTime.utc(proposal.enteredAt()))
            .update()
        == 1;
  }

  /** The one that has a reference and was not rejected. */
  Optional<Proposal> ofReference(BankReference reference) {
    return jdbc.sql(SELECT + " WHERE bank_reference = :reference AND state <> 'REJECTED'")
        .param("reference", reference.value())
        .query(ProposalTable::proposal)
        .optional();
  }

  Optional<Proposal> find(String id) {
    return jdbc.sql(SELECT + " WHERE id = :id")
        .param("id", id)
        .query(ProposalTable::proposal)
        .optional();
  }

  Optional<Proposal> lock(String id) {
    return jdbc.sql(SELECT + " WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(ProposalTable::proposal)
        .optional();
  }

  /** Ends an open one, which the caller has locked. */
  void decide(
      String id, Proposal.State state, OperatorId by, @Nullable String rejection, Instant at) {
    int rows =
        jdbc.sql(
                """
                UPDATE wallet.proposal SET state = :state, decided_by = :by, decided_at = :at, rejection = :rejection
                 WHERE id = :id AND state = 'PROPOSED'\
                """)
            .param("state", state.name())
            .param("by", by.value())
            .param("at", SqlTime.utc(at))
            .param("rejection", rejection)
            .param("id", id)
            .update();
    if (rows != 1) {
      throw new IllegalStateException("proposal " + id + " was decided already");
    }
  }

  /** Those nobody decided on yet, the oldest first. */
  List<Proposal> open(int limit) {
    return jdbc.sql(SELECT + " WHERE state = 'PROPOSED' ORDER BY entered_at, id LIMIT :limit")
        .param("limit", limit)
        .query(ProposalTable::proposal)
        .list();
  }

  /** Those of an account in a state, the latest first. */
  List<Proposal> of(BillingAccountId account, Proposal.State state, int limit) {
    return jdbc.sql(
            SELECT
                + " WHERE billing_account_id = :account AND state = :state"
                + " ORDER BY entered_at DESC, id DESC LIMIT :limit")
        .param("account", account.value())
        .param("state", state.name())
        .param("limit", limit)
        .query(ProposalTable::proposal)
        .list();
  }

  private static Proposal proposal(ResultSet rs, int row) throws SQLException {
    String decidedBy = rs.getString("decided_by");
    return new Proposal(
        rs.getString("id"),
        new BillingAccountId(rs.getString("billing_account_id")),
        Proposal.Kind.valueOf(rs.getString("kind")),
        Money.of(rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency"))),
        rs.getString("bank_reference"),
        rs.getObject("paid_on", LocalDate.class),
        rs.getString("reason"),
        new OperatorId(rs.getString("entered_by")),
        SqlTime.instant(rs, "entered_at"),
        Proposal.State.valueOf(rs.getString("state")),
        decidedBy == null ? null : new OperatorId(decidedBy),
        SqlTime.optional(rs, "decided_at").orElse(null),
        rs.getString("rejection"));
  }
}
