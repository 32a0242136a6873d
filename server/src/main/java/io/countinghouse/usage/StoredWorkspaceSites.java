package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The sites by the rows of the workspaces. */
@Component
class StoredWorkspaceSites implements WorkspaceSites {

  private final Workspaces workspaces;
  private final Sites sites;

  StoredWorkspaceSites(Workspaces workspaces, Sites sites) {
    this.workspaces = workspaces;
    this.sites = sites;
  }

  @Override
  public Map<WorkspaceId, Site> of(Collection<WorkspaceId> ids) {
    return workspaces.all(ids).stream()
        .collect(Collectors.toMap(Workspace::id, workspace -> sites.get(workspace.site())));
  }
}
