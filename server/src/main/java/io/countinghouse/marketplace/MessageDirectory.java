package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Handled;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stored messages for people to look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class MessageDirectory {

  private static final String COLUMNS =
      """
      id, product_code, sent_at, received_at, body, state, fact, about_aws_agreement, agreement_id,
      reason, handled_at, handled_by, handled_reason\
      """;

  private final JdbcClient jdbc;

  MessageDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What became of a message. */
  public enum State {
    /** Taken from its queue, not looked at yet. */
    STORED,
    /** Said something of an agreement that we know. */
    APPLIED,
    /** Understood; AWS has not told yet which licence its agreement has. */
    WAITING,
    /** Understood; it changes nothing. */
    NOTED,
    /** Not understood, or of nobody that we know: for a person. */
    PARKED
  }

  /**
   * A message as it is stored.
   *
   * @param id rises with arrival
   * @param productCode the product whose queue it came from
   * @param sentAt its sender's time
   * @param body as it was received
   * @param fact what it says, by the name in {@code marketplace.message}; empty while it is not
   *     read
   * @param awsAgreement AWS's id of the agreement that it names
   * @param agreement whom it was applied to
   * @param reason why it was not applied
   * @param handled who has seen to it, if it is parked; empty while nobody has
   */
  public record Message(
      long id,
      String productCode,
      Instant sentAt,
      Instant receivedAt,
      String body,
      State state,
      @Nullable String fact,
      @Nullable String awsAgreement,
      @Nullable AgreementId agreement,
      @Nullable String reason,
      @Nullable Handled handled) {}

  /**
   * Messages, the newest first.
   *
   * @param state only those; of the parked ones, those that nobody has seen to; empty for all
   * @param before the id of the last one seen; {@link Long#MAX_VALUE} for the first page
   */
  public List<Message> newest(@Nullable State state, long before, int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                  FROM marketplace.message
                 WHERE (CAST(:state AS text) IS NULL OR state = :state AND (state <> 'PARKED' OR handled_at IS NULL))
                   AND id < :before
                 ORDER BY id DESC LIMIT :limit\
                """)
        .param("state", state == null ? null : state.name())
        .param("before", before)
        .param("limit", limit)
        .query(MessageDirectory::message)
        .list();
  }

  /** What was said of an agreement, by its senders' times, the latest first. */
  public List<Message> of(AgreementId agreement, int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                  FROM marketplace.message
                 WHERE agreement_id = :agreement
                    OR about_aws_agreement IN (SELECT aws_agreement_id FROM marketplace.aws_agreement
                                                WHERE agreement_id = :agreement)
                 ORDER BY sent_at DESC, id DESC LIMIT :limit\
                """)
        .param("agreement", agreement.value())
        .param("limit", limit)
        .query(MessageDirectory::message)
        .list();
  }

  /**
   * Ends that nobody can be held to: AWS said that an agreement ended and never which licence it
   * had, so nothing was ended by it. The oldest first.
   *
   * @param receivedBefore only those that have waited since then
   */
  public List<Message> endsWithoutALicence(Instant receivedBefore, int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                  FROM marketplace.message
                 WHERE state IN ('WAITING', 'PARKED') AND handled_at IS NULL AND about_license IS NULL AND fact IN ('ENDED', 'SUCCEEDED') AND received_at <= :before
                 ORDER BY id LIMIT :limit\
                """)
        .param("before", SqlTime.utc(receivedBefore))
        .param("limit", limit)
        .query(MessageDirectory::message)
        .list();
  }

  /** How many messages are parked and nobody has seen to. */
  public long parked() {
    return jdbc.sql(
            "SELECT count(*) FROM marketplace.message WHERE state = 'PARKED' AND handled_at IS NULL")
        .query(Long.class)
        .single();
  }

  private static Message message(ResultSet rs, int row) throws SQLException {
    String agreement = rs.getString("agreement_id");
    return new Message(
        rs.getLong("id"),
        rs.getString("product_code"),
        SqlTime.instant(rs, "sent_at"),
        SqlTime.instant(rs, "received_at"),
        rs.getString("body"),
        State.valueOf(rs.getString("state")),
        rs.getString("fact"),
        rs.getString("about_aws_agreement"),
        agreement == null ? null : new AgreementId(agreement),
        rs.getString("reason"),
        Handled.read(rs));
  }
}
