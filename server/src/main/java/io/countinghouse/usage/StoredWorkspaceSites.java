package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.SitesOfWorkspaces;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The sites by the rows of the workspaces; a workspace stays on its site, so they are kept. */
@Component
class StoredWorkspaceSites implements WorkspaceSites {

  /** Some 20 MB. Beyond it all are forgotten and learned again. */
  private static final int KEPT_MAX = 100_000;

  private final SitesOfWorkspaces workspaces;
  private final Sites sites;
  private final Map<WorkspaceId, Site> kept = new ConcurrentHashMap<>();

  StoredWorkspaceSites(SitesOfWorkspaces workspaces, Sites sites) {
    this.workspaces = workspaces;
    this.sites = sites;
  }

  @Override
  public Map<WorkspaceId, Site> of(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, Site> of = new HashMap<>();
    Set<WorkspaceId> others = new HashSet<>();
    for (WorkspaceId id : ids) {
      Site site = kept.get(id);
      if (site == null) {
        others.add(id);
      } else {
        of.put(id, site);
      }
    }
    if (!others.isEmpty()) {
      of.putAll(learn(others));
    }
    return of;
  }

  /**
   * Those that are not known are asked for again: they may be made meanwhile. One of a site that
   * this node does not know is as little known here.
   */
  private Map<WorkspaceId, Site> learn(Set<WorkspaceId> ids) {
    Map<WorkspaceId, Site> learned = new HashMap<>();
    workspaces
        .of(ids)
        .forEach((id, site) -> sites.find(site).ifPresent(known -> learned.put(id, known)));
    if (kept.size() + learned.size() > KEPT_MAX) {
      kept.clear();
    }
    kept.putAll(learned);
    return learned;
  }
}
