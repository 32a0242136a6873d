package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.SitesOfWorkspaces;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The sites by the rows of the workspaces. */
@Component
class StoredWorkspaceSites implements WorkspaceSites {

  private final SitesOfWorkspaces workspaces;
  private final Sites sites;

  StoredWorkspaceSites(SitesOfWorkspaces workspaces, Sites sites) {
    this.workspaces = workspaces;
    this.sites = sites;
  }

  /** One of a site that this node does not know is as little known here as one that is not. */
  @Override
  public Map<WorkspaceId, Site> of(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, Site> of = new HashMap<>();
    workspaces
        .of(ids)
        .forEach((id, site) -> sites.find(site).ifPresent(known -> of.put(id, known)));
    return of;
  }
}
