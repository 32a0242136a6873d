package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Brand;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What every mail about one workspace says of it. */
@Component
class WorkspaceValues {

  private final Sites sites;
  private final Brand brand;

  WorkspaceValues(Sites sites, Brand brand) {
    this.sites = sites;
    this.brand = brand;
  }

  Map<String, String> of(Workspace workspace, Language language) {
    return Map.of(
        "workspace", workspace.name(),
        "site", sites.get(workspace.site()).name(language),
        "url", link(workspace.id()));
  }

  /** Its page about plan and bills. */
  String link(WorkspaceId id) {
    return brand.link("/w/" + id + "/plan");
  }

  /**
   * Where the Billing Center has them, for a billing account that pays may not enter workspaces; by
   * the path alone, which is kept while signing in.
   */
  String payersLink(List<Workspace> workspaces) {
    return workspaces.size() == 1
        ? settlementLink(workspaces.getFirst().id())
        : brand.link("/billing/workspaces");
  }

  /** Its page in the Billing Center about who pays. */
  private String settlementLink(WorkspaceId id) {
    return brand.link("/billing/workspaces/" + id + "/settlement");
  }

  /** Its page about usage. */
  String usageLink(WorkspaceId id) {
    return brand.link("/w/" + id + "/usage");
  }
}
