package io.countinghouse.simulation;

import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may be locked for arrears: whose balance had been below zero for long enough when the lock
 * began, reckoned anew from the movements of its wallet. After a calm evening nobody settles for
 * itself who is that late, and nobody who has paid is locked.
 */
final class ArrearsCheck implements Check {

  /**
   * How long a balance may be below zero: shorter than usual, so that it happens in a fortnight.
   */
  static final Duration AFTER = Duration.ofDays(2);

  private static final Duration IN_TIME = Duration.ofHours(1);

  private final World world;

  ArrearsCheck(World world) {
    this.world = world;
  }

  private record Movement(Instant at, BigDecimal balance) {}

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    Map<String, List<Movement>> wallets = wallets();
    List<String> problems = new ArrayList<>();
    world
        .rows()
        .sql(
            """
            SELECT workspace_id, billing_account_id, started_at, ended_at IS NULL AS open FROM locking.lock
             WHERE cause = 'ARREARS' ORDER BY no\
            """)
        .query(rs -> {
          String account = rs.getString("billing_account_id");
          List<Movement> movements = wallets.getOrDefault(account, List.of());
          Instant at = SqlTime.instant(rs, "started_at");
          Instant below = belowSince(movements, at);
          if (below == null || at.isBefore(below.plus(AFTER))) {
            problems.add(
                "%s was locked at %s for arrears of %s, below zero since %s"
                    .formatted(rs.getString("workspace_id"), at, account, below));
          }
          if (calm && rs.getBoolean("open") && belowSince(movements, world.now()) == null) {
            problems.add(
                "%s is locked, and %s has paid".formatted(rs.getString("workspace_id"), account));
          }
        });
    if (calm) {
      wallets.forEach((account, movements) -> {
        Instant below = belowSince(movements, world.now());
        if (below != null && below.plus(AFTER).plus(IN_TIME).isBefore(world.now())) {
          settling(account)
              .forEach(workspace ->
                  problems.add(
                      "%s settles %s, below zero since %s".formatted(account, workspace, below)));
        }
      });
    }
    return problems;
  }

  /** Since when a balance was below zero at an instant; empty if it was not. */
  private static @Nullable Instant belowSince(List<Movement> movements, Instant at) {
    Instant since = null;
    for (Movement movement : movements) {
      if (movement.at().isAfter(at)) {
        break;
      }
      if (movement.balance().signum() >= 0) {
        since = null;
      } else if (since == null) {
        since = movement.at();
      }
    }
    return since;
  }

  private Map<String, List<Movement>> wallets() {
    Map<String, List<Movement>> wallets = new HashMap<>();
    world
        .rows()
        .sql("SELECT billing_account_id, at, balance FROM wallet.entry ORDER BY number")
        .query(rs -> {
          wallets
              .computeIfAbsent(rs.getString("billing_account_id"), _ -> new ArrayList<>())
              .add(new Movement(SqlTime.instant(rs, "at"), rs.getBigDecimal("balance")));
        });
    return wallets;
  }

  private List<String> settling(String account) {
    return world
        .rows()
        .sql(
            """
            SELECT workspace_id FROM settlement.binding
             WHERE billing_account_id = :account AND agreement_id IS NULL AND upper_inf(during)\
            """)
        .param("account", account)
        .query((rs, _) -> rs.getString(1))
        .list();
  }
}
