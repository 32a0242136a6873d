package io.countinghouse.workspace;

import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * On which sites workspaces are: for those who ask for thousands and need nothing else of them. A
 * workspace stays on its site, so they are kept.
 */
@Component
public class SitesOfWorkspaces {

  /**
   * Some 60 MB, and more than a reading asks for at once. Beyond it all are forgotten and learned
   * again.
   */
  private static final int KEPT_MAX = 300_000;

  private final JdbcClient jdbc;
  private final Map<WorkspaceId, SiteId> kept = new ConcurrentHashMap<>();

  SitesOfWorkspaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The sites of workspaces; one that is not there is left out, and asked for again the next time:
   * it may be made meanwhile.
   */
  public Map<WorkspaceId, SiteId> of(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, SiteId> of = HashMap.newHashMap(ids.size());
    List<WorkspaceId> others = new ArrayList<>();
    for (WorkspaceId id : ids) {
      SiteId site = kept.get(id);
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

  private Map<WorkspaceId, SiteId> learn(List<WorkspaceId> ids) {
    Map<WorkspaceId, SiteId> learned = HashMap.newHashMap(ids.size());
    jdbc.sql("SELECT id, site FROM workspace.workspace WHERE id = " + SqlIds.ANY)
        .param("ids", ids.stream().map(WorkspaceId::value).toArray(String[]::new))
        .query(rs -> {
          learned.put(new WorkspaceId(rs.getString("id")), new SiteId(rs.getString("site")));
        });
    if (kept.size() + learned.size() > KEPT_MAX) {
      kept.clear();
    }
    kept.putAll(learned);
    return learned;
  }
}
