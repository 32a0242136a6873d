package io.countinghouse.simulation;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Customers change who pays for a workspace, as their pages let them; the rules are told anew. */
final class Customers {

  private final World world;
  private final Chance chance;
  private final Set<Counted> counted = new HashSet<>();

  Customers(World world) {
    this.world = world;
    this.chance = world.chance("customers");
  }

  /** A change that counts, for its month. */
  private record Counted(WorkspaceId workspace, YearMonth month) {}

  /**
   * How a workspace stands.
   *
   * @param agreement that pays; empty if none does
   * @param itself whether the billing account pays
   * @param intended the agreement that waits for AWS to pay; empty if none does
   */
  private record Standing(
      @Nullable String agreement,
      boolean itself,
      boolean locked,
      boolean overdue,
      @Nullable String intended,
      String zone) {}

  /** One of them wishes for the other method, or for the same. */
  void changeMethod() {
    List<Buyer> buyers =
        world.buyers().stream()
            .filter(it -> it.billing() != null && !it.workspaces().isEmpty())
            .filter(it -> it.stage() == Buyer.Stage.RUNNING || it.stage() == Buyer.Stage.GONE)
            .toList();
    if (buyers.isEmpty()) {
      return;
    }
    Buyer buyer = chance.one(buyers);
    BillingAccountId billing = buyer.billing();
    WorkspaceId workspace = chance.one(buyer.workspaces());
    Optional<AgreementId> ours = world.ours(buyer);
    boolean toAws = chance.hits(600);
    if (billing == null || (toAws && ours.isEmpty())) {
      return;
    }
    AgreementId wished = toAws ? ours.orElseThrow() : null;
    Standing before = standing(workspace);
    String expected = expected(before, workspace, billing, wished);
    MethodChanges changes = world.node().bean(MethodChanges.class);
    Actor by = Actor.billing(billing);
    MethodChange outcome =
        wished == null
            ? changes.toBillingCenter(billing, workspace, by)
            : changes.toCloudAccount(billing, workspace, wished, by);
    String came = outcome.getClass().getSimpleName();
    world.note(
        "%s wants %s paid by %s: %s"
            .formatted(buyer, workspace, toAws ? ours : "the Billing Center", came));
    if (!came.equals(expected)) {
      throw new Violation("%s with %s was %s, not %s".formatted(workspace, before, came, expected));
    }
    if (outcome instanceof MethodChange.Changed && !before.locked() && isPaid(before)) {
      counted.add(new Counted(workspace, month(before)));
    }
  }

  private static boolean isPaid(Standing standing) {
    return standing.itself() || standing.agreement() != null;
  }

  private YearMonth month(Standing standing) {
    return YearMonth.from(world.now().atZone(ZoneId.of(standing.zone())));
  }

  /** What the rules say (facts, 6), in words of their own. */
  private String expected(
      Standing standing,
      WorkspaceId workspace,
      BillingAccountId billing,
      @Nullable AgreementId wished) {
    if (wished != null && !holds(billing, wished)) {
      return held(billing, wished) ? "NotUsable" : "NotTheirs";
    }
    boolean same = wished == null ? standing.itself() : wished.value().equals(standing.agreement());
    if (same && !standing.locked()) {
      return "AlreadySo";
    }
    if (standing.intended() != null
        && ((isPaid(standing) && !standing.locked())
            || (wished != null && wished.value().equals(standing.intended())))) {
      return "Waiting";
    }
    if (wished == null && standing.overdue()) {
      return "InArrears";
    }
    if (!standing.locked() && standing.agreement() != null) {
      return "CloudAccountStays";
    }
    if (!standing.locked()
        && standing.itself()
        && counted.contains(new Counted(workspace, month(standing)))) {
      return "OncePerMonth";
    }
    return wished == null ? "Changed" : ifBound(wished);
  }

  private String ifBound(AgreementId wished) {
    String state =
        world
            .rows()
            .sql("SELECT state FROM marketplace.agreement WHERE id = :id")
            .param("id", wished.value())
            .query(String.class)
            .single();
    return switch (state) {
      case "ACTIVE" -> "Changed";
      case "PENDING" -> "Intended";
      default -> "NotUsable";
    };
  }

  private boolean holds(BillingAccountId billing, AgreementId agreement) {
    return world.node().payers().holderOf(agreement).filter(billing::equals).isPresent();
  }

  private boolean held(BillingAccountId billing, AgreementId agreement) {
    return world
        .rows()
        .sql(
            """
            SELECT EXISTS (SELECT 1 FROM settlement.cloud_account
                            WHERE agreement_id = :agreement AND billing_account_id = :billing)\
            """)
        .param("agreement", agreement.value())
        .param("billing", billing.value())
        .query(Boolean.class)
        .single();
  }

  private Standing standing(WorkspaceId workspace) {
    return world
        .rows()
        .sql(
            """
            SELECT b.agreement_id, b.workspace_id IS NOT NULL AND b.agreement_id IS NULL AS itself,
                   w.lock_state <> 'OPEN' AS locked, w.site,
                   EXISTS (SELECT 1 FROM settlement.arrears a WHERE a.billing_account_id = w.billing_account_id) AS overdue,
                   i.agreement_id AS intended
              FROM workspace.workspace w
              LEFT JOIN settlement.binding b ON b.workspace_id = w.id AND upper_inf(b.during)
              LEFT JOIN settlement.intended_binding i ON i.workspace_id = w.id
             WHERE w.id = :id\
            """)
        .param("id", workspace.value())
        .query((rs, _) ->
            new Standing(
                rs.getString("agreement_id"),
                rs.getBoolean("itself"),
                rs.getBoolean("locked"),
                rs.getBoolean("overdue"),
                rs.getString("intended"),
                rs.getString("site").startsWith("cn") ? "Asia/Shanghai" : ZoneOffset.UTC.getId()))
        .single();
  }
}
