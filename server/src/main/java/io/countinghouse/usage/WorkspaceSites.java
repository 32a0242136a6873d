package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import java.util.Collection;
import java.util.Map;

/** The site of each workspace: it says which billing day an instant falls on. */
@FunctionalInterface
interface WorkspaceSites {

  /** The sites of those workspaces that exist and whose sites are known. */
  Map<WorkspaceId, Site> of(Collection<WorkspaceId> ids);
}
