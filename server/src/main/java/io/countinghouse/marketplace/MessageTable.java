package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code marketplace.message}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class MessageTable {

  private final JdbcClient jdbc;

  MessageTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A message on its way to being applied. */
  record Stored(long id, String productCode, String body, String state) {}

  /** The latest offer and free-trial flag that messages named. */
  record Terms(@Nullable String offerId, @Nullable Boolean freeTrial) {}

  /** Stores a message unless it is there; its row's id if it was stored now. */
  Optional<Long> store(
      String productCode, String dedupKey, Instant sentAt, Instant receivedAt, String body) {
    return jdbc.sql(
            """
            INSERT INTO marketplace.message (product_code, dedup_key, sent_at, received_at, body)
            VALUES (:product, :key, :sentAt, :receivedAt, :body)
            ON CONFLICT (product_code, dedup_key) DO NOTHING
            RETURNING id\
            """)
        .param("product", productCode)
        .param("key", dedupKey)
        .param("sentAt", SqlTime.utc(sentAt))
        .param("receivedAt", SqlTime.utc(receivedAt))
        .param("body", body)
        .query(Long.class)
        .optional();
  }

  Optional<Stored> lock(long id) {
    return jdbc.sql(
            "SELECT id, product_code, body, state FROM marketplace.message WHERE id = :id FOR"
                + " UPDATE")
        .param("id", id)
        .query((rs, _) ->
            new Stored(
                rs.getLong("id"),
                rs.getString("product_code"),
                rs.getString("body"),
                rs.getString("state")))
        .optional();
  }

  void apply(long id, AgreementId agreement, Understood said, Instant now) {
    jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', fact = :fact, about_product = :product, about_customer = :customer,
                   offer_id = :offer, free_trial = :trial, agreement_id = :agreement, reason = NULL,
                   applied_at = :now
             WHERE id = :id\
            """)
        .param("fact", said.fact().name())
        .param("product", said.productCode())
        .param("customer", said.customerIdentifier())
        .param("offer", said.offerId())
        .param("trial", said.freeTrial())
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }

  /** Applies a fact of our own about an agreement. */
  void applyOwn(long id, AgreementId agreement, Fact fact, Instant now) {
    jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', fact = :fact, agreement_id = :agreement, applied_at = :now
             WHERE id = :id\
            """)
        .param("fact", fact.name())
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }

  void park(long id, @Nullable Understood said, String reason) {
    jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'PARKED', reason = :reason, fact = :fact, about_product = :product,
                   about_customer = :customer, offer_id = :offer, free_trial = :trial
             WHERE id = :id\
            """)
        .param("reason", reason)
        .param("fact", said == null ? null : said.fact().name())
        .param("product", said == null ? null : said.productCode())
        .param("customer", said == null ? null : said.customerIdentifier())
        .param("offer", said == null ? null : said.offerId())
        .param("trial", said == null ? null : said.freeTrial())
        .param("id", id)
        .update();
  }

  /** Applies what was parked because its customer was unknown. */
  int unpark(AgreementId agreement, AgreementKey key, Instant now) {
    if (!(key instanceof AgreementKey.Customer(String productCode, String customer))) {
      return 0;
    }
    return jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', agreement_id = :agreement, reason = NULL, applied_at = :now
             WHERE state = 'PARKED' AND fact IS NOT NULL AND about_product = :product AND about_customer = :customer\
            """)
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("product", productCode)
        .param("customer", customer)
        .update();
  }

  /** All that was said of an agreement, by its senders' times, equal times by arrival. */
  List<Standing.Dated> factsOf(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT fact, sent_at FROM marketplace.message
             WHERE agreement_id = :agreement AND state = 'APPLIED' ORDER BY sent_at, id\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) ->
            new Standing.Dated(Fact.valueOf(rs.getString("fact")), SqlTime.instant(rs, "sent_at")))
        .list();
  }

  Terms termsOf(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT (SELECT offer_id FROM marketplace.message WHERE agreement_id = :agreement
                     AND fact = 'SUBSCRIBED' AND offer_id IS NOT NULL ORDER BY sent_at DESC, id DESC LIMIT 1) AS offer,
                   (SELECT free_trial FROM marketplace.message WHERE agreement_id = :agreement
                     AND fact = 'SUBSCRIBED' AND free_trial IS NOT NULL ORDER BY sent_at DESC, id DESC LIMIT 1) AS trial\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) -> new Terms(rs.getString("offer"), rs.getObject("trial", Boolean.class)))
        .single();
  }

  /** Parked messages, newest first, before a cursor. */
  List<ParkedMessage> parked(long before, int limit) {
    return jdbc.sql(
            """
            SELECT id, product_code, sent_at, received_at, body, reason FROM marketplace.message
             WHERE state = 'PARKED' AND id < :before ORDER BY id DESC LIMIT :limit\
            """)
        .param("before", before)
        .param("limit", limit)
        .query((rs, _) ->
            new ParkedMessage(
                rs.getLong("id"),
                rs.getString("product_code"),
                SqlTime.instant(rs, "sent_at"),
                SqlTime.instant(rs, "received_at"),
                rs.getString("body"),
                rs.getString("reason")))
        .list();
  }
}
