package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The workspaces of all sites, and who is in them. */
@Component
public class Workspaces {

  private static final String SELECT =
      """
      SELECT w.id, w.site, w.name, w.language, w.plan, w.lock_state, w.created_at
        FROM workspace.workspace w
      """;

  /** An error names so many workspaces. */
  private static final int NAMED_MAX = 5;

  private final JdbcClient jdbc;
  private final BusinessClock clock;
  private final AuditTrail audit;

  Workspaces(JdbcClient jdbc, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Makes an open workspace with its owner, in the caller's transaction.
   *
   * @param name see {@link WorkspaceName}
   * @param owner a console account of the same site
   * @throws IllegalArgumentException if the name is none
   * @throws IllegalStateException if the owner is no console account of the site
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Workspace create(
      SiteId site, String name, Language language, Plan plan, ConsoleAccountId owner) {
    Workspace workspace =
        new Workspace(
            WorkspaceId.next(),
            site,
            new WorkspaceName(name).value(),
            language,
            plan,
            LockState.OPEN,
            clock.now());
    insert(workspace);
    addOwner(workspace, owner);
    audit.record(
        Actor.customer(owner),
        "workspace.created",
        workspace.id().value(),
        Map.of("site", site.value(), "name", workspace.name(), "plan", plan.name()));
    return workspace;
  }

  private void insert(Workspace workspace) {
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES (:id, :site, :name, :language, :plan, :createdAt)\
            """)
        .param("id", workspace.id().value())
        .param("site", workspace.site().value())
        .param("name", workspace.name())
        .param("language", workspace.language().code())
        .param("plan", workspace.plan().name())
        .param("createdAt", SqlTime.utc(workspace.createdAt()))
        .update();
  }

  private void addOwner(Workspace workspace, ConsoleAccountId owner) {
    int rows =
        jdbc.sql(
                """
                INSERT INTO workspace.member (workspace_id, console_account_id, role, created_at)
                SELECT :workspace, a.id, 'OWNER', :createdAt
                  FROM identity.console_account a WHERE a.id = :owner AND a.site = :site\
                """)
            .param("workspace", workspace.id().value())
            .param("owner", owner.value())
            .param("site", workspace.site().value())
            .param("createdAt", SqlTime.utc(workspace.createdAt()))
            .update();
    if (rows != 1) {
      throw new IllegalStateException(
          "%s is no console account of site %s, so it cannot own a workspace there"
              .formatted(owner, workspace.site()));
    }
  }

  /** Notes the billing account that a workspace was opened under, whoever pays for it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void openUnder(WorkspaceId id, BillingAccountId account) {
    int rows =
        jdbc.sql("UPDATE workspace.workspace SET billing_account_id = :account WHERE id = :id")
            .param("id", id.value())
            .param("account", account.value())
            .update();
    changed(rows, List.of(id), "opened under " + account);
  }

  /** The workspaces, of all sites, that were opened under a billing account, oldest first. */
  public List<Workspace> openedUnder(BillingAccountId account) {
    return jdbc.sql(SELECT + "WHERE w.billing_account_id = :account ORDER BY w.created_at, w.id")
        .param("account", account.value())
        .query(Workspaces::workspace)
        .list();
  }

  /** Whether a workspace was opened under a billing account. */
  public boolean isOpenedUnder(WorkspaceId id, BillingAccountId account) {
    return jdbc.sql("SELECT 1 FROM workspace.workspace WHERE id = ? AND billing_account_id = ?")
        .params(id.value(), account.value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  public Optional<Workspace> find(WorkspaceId id) {
    return jdbc.sql(SELECT + "WHERE w.id = :id")
        .param("id", id.value())
        .query(Workspaces::workspace)
        .optional();
  }

  /**
   * @throws IllegalStateException if there is none: the id came from our own rows
   */
  public Workspace get(WorkspaceId id) {
    return find(id).orElseThrow(() -> new IllegalStateException("There is no workspace " + id));
  }

  /** The site a workspace lives on; see {@link #get}. */
  public SiteId siteOf(WorkspaceId id) {
    return get(id).site();
  }

  /** Those of the ids that exist, oldest first, in one query. */
  public List<Workspace> all(Collection<WorkspaceId> ids) {
    return jdbc.sql(SELECT + "WHERE w.id = " + SqlIds.ANY + " ORDER BY w.created_at, w.id")
        .param("ids", values(ids))
        .query(Workspaces::workspace)
        .list();
  }

  /** The workspaces a console account is in, oldest first. */
  public List<Workspace> ofMember(ConsoleAccountId account) {
    return jdbc.sql(
            SELECT
                + """
                  JOIN workspace.member m ON m.workspace_id = w.id
                 WHERE m.console_account_id = :account ORDER BY w.created_at, w.id\
                """)
        .param("account", account.value())
        .query(Workspaces::workspace)
        .list();
  }

  /** What an account is in a workspace; empty when it is not in it. */
  public Optional<Role> role(WorkspaceId id, ConsoleAccountId account) {
    return jdbc.sql(
            """
            SELECT role FROM workspace.member
             WHERE workspace_id = :id AND console_account_id = :account\
            """)
        .param("id", id.value())
        .param("account", account.value())
        .query((rs, _) -> Role.valueOf(rs.getString("role")))
        .optional();
  }

  /**
   * @throws IllegalStateException if there is no such workspace
   */
  public ConsoleAccountId ownerOf(WorkspaceId id) {
    return jdbc.sql(
            """
            SELECT console_account_id FROM workspace.member
             WHERE workspace_id = :id AND role = 'OWNER'\
            """)
        .param("id", id.value())
        .query((rs, _) -> new ConsoleAccountId(rs.getString("console_account_id")))
        .optional()
        .orElseThrow(() -> new IllegalStateException("Workspace " + id + " has no owner"));
  }

  /** The owners of those of the workspaces that exist, in one query. */
  public Map<WorkspaceId, ConsoleAccountId> ownersOf(Collection<WorkspaceId> ids) {
    Map<WorkspaceId, ConsoleAccountId> owners = new HashMap<>();
    jdbc.sql(
            "SELECT workspace_id, console_account_id FROM workspace.member WHERE role = 'OWNER' AND workspace_id = "
                + SqlIds.ANY)
        .param("ids", values(ids))
        .query(rs -> {
          owners.put(
              new WorkspaceId(rs.getString("workspace_id")),
              new ConsoleAccountId(rs.getString("console_account_id")));
        });
    return owners;
  }

  private static String[] values(Collection<WorkspaceId> ids) {
    return ids.stream().map(WorkspaceId::value).toArray(String[]::new);
  }

  /**
   * Sets the plan; setting the same again changes nothing. The caller records why in the trail.
   *
   * @throws IllegalStateException on the way back from commercial to free, which there is not
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void setPlan(WorkspaceId id, Plan plan) {
    setPlan(List.of(id), plan);
  }

  /** The same for many workspaces, all or none; see {@link #setPlan(WorkspaceId, Plan)}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void setPlan(Collection<WorkspaceId> ids, Plan plan) {
    int rows =
        jdbc.sql(
                """
                UPDATE workspace.workspace SET plan = :plan
                 WHERE id = ANY(:ids) AND (plan = 'FREE' OR plan = :plan)\
                """)
            .param("ids", values(ids))
            .param("plan", plan.name())
            .update();
    changed(rows, ids, "moved to plan " + plan);
  }

  /**
   * Locks the rows of workspaces, in the order of their ids, until the transaction ends: changes of
   * payer and moves of the lock come one after another.
   *
   * @return the states of those that exist
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public SortedMap<WorkspaceId, LockState> hold(Collection<WorkspaceId> ids) {
    SortedMap<WorkspaceId, LockState> states =
        new TreeMap<>(Comparator.comparing(WorkspaceId::value));
    jdbc.sql(
            "SELECT id, lock_state FROM workspace.workspace WHERE id = "
                + SqlIds.ANY
                + " ORDER BY id FOR NO KEY UPDATE")
        .param("ids", values(ids))
        .query(rs -> {
          states.put(
              new WorkspaceId(rs.getString("id")), LockState.valueOf(rs.getString("lock_state")));
        });
    return states;
  }

  private static void changed(int rows, Collection<WorkspaceId> ids, String what) {
    if (rows != ids.size()) {
      throw new IllegalStateException(
          "%d of %d workspaces could not be %s: %s"
              .formatted(
                  ids.size() - rows, ids.size(), what, ids.stream().limit(NAMED_MAX).toList()));
    }
  }

  private static Workspace workspace(ResultSet rs, int number) throws SQLException {
    return new Workspace(
        new WorkspaceId(rs.getString("id")),
        new SiteId(rs.getString("site")),
        rs.getString("name"),
        Language.ofCode(rs.getString("language")).orElseThrow(),
        Plan.valueOf(rs.getString("plan")),
        LockState.valueOf(rs.getString("lock_state")),
        SqlTime.instant(rs, "created_at"));
  }
}
