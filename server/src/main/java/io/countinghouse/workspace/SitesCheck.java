package io.countinghouse.workspace;

import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Starts no node that lacks the site of a workspace: it could neither count nor charge what that
 * uses. Nodes that run while a site is added know it only after their own next start.
 */
@Component
class SitesCheck implements InitializingBean {

  private final JdbcClient jdbc;
  private final Sites sites;

  SitesCheck(JdbcClient jdbc, Sites sites) {
    this.jdbc = jdbc;
    this.sites = sites;
  }

  /**
   * Looks.
   *
   * @throws IllegalStateException if there are workspaces of sites that are not configured
   */
  @Override
  public void afterPropertiesSet() {
    List<String> missing =
        jdbc.sql(
                """
                SELECT site || ' (workspaces: ' || count(*) || ')' AS missing FROM workspace.workspace
                 WHERE site <> ALL (:configured) GROUP BY site ORDER BY site\
                """)
            .param(
                "configured",
                sites.all().stream().map(Site::id).map(Object::toString).toArray(String[]::new))
            .query((rs, _) -> rs.getString("missing"))
            .list();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Sites that have workspaces are not configured: %s; configure them again under countinghouse.site.sites"
              .formatted(String.join(", ", missing)));
    }
  }
}
