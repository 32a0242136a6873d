package io.countinghouse.wallet;

import io.countinghouse.billing.WalletAccruals;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what readings accrue on billing accounts until the day of the reading is charged. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Accruals implements WalletAccruals {

  private final UnchargedTable uncharged;
  private final Workspaces workspaces;
  private final Sites sites;

  Accruals(UnchargedTable uncharged, Workspaces workspaces, Sites sites) {
    this.uncharged = uncharged;
    this.workspaces = workspaces;
    this.sites = sites;
  }

  /** A reading at a full hour counts for the day that ended then. */
  @Override
  public void accrued(List<Accrual> accruals, Instant asOf) {
    List<WorkspaceId> ids = accruals.stream().map(Accrual::workspace).distinct().toList();
    Map<WorkspaceId, Site> siteOf = new HashMap<>();
    for (Workspace workspace : workspaces.all(ids)) {
      siteOf.put(workspace.id(), sites.get(workspace.site()));
    }
    Function<Accrual, LocalDate> chargeDay = it -> siteOf(siteOf, it).dayOf(asOf.minusNanos(1000));
    uncharged.add(
        accruals, chargeDay, it -> siteOf(siteOf, it).startOf(chargeDay.apply(it).plusDays(1)));
  }

  private static Site siteOf(Map<WorkspaceId, Site> siteOf, Accrual accrual) {
    return Objects.requireNonNull(siteOf.get(accrual.workspace()));
  }
}
