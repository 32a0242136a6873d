package io.countinghouse.workspace;

import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** On which sites workspaces are: for those who ask for thousands and need nothing else of them. */
@Component
public class SitesOfWorkspaces {

  private final JdbcClient jdbc;

  SitesOfWorkspaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The sites of workspaces; one that is not there is left out. */
  public Map<WorkspaceId, SiteId> of(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, SiteId> sites = HashMap.newHashMap(ids.size());
    jdbc.sql("SELECT id, site FROM workspace.workspace WHERE id = ANY(:ids)")
        .param("ids", ids.stream().map(WorkspaceId::value).toArray(String[]::new))
        .query(rs -> {
          sites.put(new WorkspaceId(rs.getString("id")), new SiteId(rs.getString("site")));
        });
    return sites;
  }
}
