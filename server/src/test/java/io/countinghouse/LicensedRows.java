package io.countinghouse;

import io.countinghouse.LicensedJob.Licensed;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the rows say of agreements that are keyed by licences, for tests. */
final class LicensedRows {

  private final JdbcClient jdbc;

  LicensedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long messages(Licensed buyer, String state) {
    return jdbc.sql(
            "SELECT count(*) FROM marketplace.message WHERE about_aws_agreement = :aws AND state ="
                + " :state")
        .param("aws", buyer.agreement())
        .param("state", state)
        .query(Long.class)
        .single();
  }

  String state(Licensed buyer) {
    return String.valueOf(one("state", buyer));
  }

  @Nullable String one(String column, Licensed buyer) {
    return jdbc.sql("SELECT " + column + " FROM marketplace.agreement WHERE license_id = :license")
        .param("license", buyer.licenseId())
        .query((rs, _) -> rs.getString(1))
        .list()
        .getFirst();
  }

  Instant time(String column, Licensed buyer) {
    return jdbc.sql("SELECT " + column + " FROM marketplace.agreement WHERE license_id = :license")
        .param("license", buyer.licenseId())
        .query((rs, _) -> rs.getTimestamp(1).toInstant())
        .single();
  }

  long holders(Licensed buyer) {
    return jdbc.sql(
            "SELECT count(*) FROM settlement.cloud_account WHERE removed_at IS NULL AND agreement_id ="
                + " (SELECT id FROM marketplace.agreement WHERE license_id = :license)")
        .param("license", buyer.licenseId())
        .query(Long.class)
        .single();
  }

  long bindings(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT count(*) FROM settlement.binding WHERE workspace_id = :id AND upper_inf(during)")
        .param("id", workspace.value())
        .query(Long.class)
        .single();
  }

  String payerOf(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT agreement_id FROM settlement.binding WHERE workspace_id = :id AND"
                + " upper_inf(during)")
        .param("id", workspace.value())
        .query(String.class)
        .single();
  }

  String lockOf(WorkspaceId workspace) {
    return jdbc.sql("SELECT lock_state FROM workspace.workspace WHERE id = :id")
        .param("id", workspace.value())
        .query(String.class)
        .single();
  }

  /** How often a workspace was locked or unlocked. */
  long locksOf(WorkspaceId workspace) {
    return jdbc.sql("SELECT count(*) FROM audit.entry WHERE subject = :id AND action LIKE '%lock%'")
        .param("id", workspace.value())
        .query(Long.class)
        .single();
  }

  /** How many messages were parked because they are of the other model. */
  long parkedAsOfTheOtherModel() {
    return jdbc.sql(
            "SELECT count(*) FROM marketplace.message WHERE state = 'PARKED' AND reason LIKE '%model%'")
        .query(Long.class)
        .single();
  }
}
