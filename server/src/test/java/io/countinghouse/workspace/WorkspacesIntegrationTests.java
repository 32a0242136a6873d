package io.countinghouse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.TestClock;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.ConsoleAccounts.CreateOutcome;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class WorkspacesIntegrationTests {

  @Autowired private Workspaces workspaces;
  @Autowired private LockStates states;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private SitesCheck check;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;

  @Test
  void aWorkspaceIsFoundAsItWasMadeAndHasItsOwner() {
    ConsoleAccountId owner = account("finder");
    Workspace made = create(Accounts.CN2, " 生产环境 ", Plan.COMMERCIAL, owner);
    assertThat(made.name()).isEqualTo("生产环境");
    assertThat(made.lockState()).isEqualTo(LockState.OPEN);
    assertThat(made.createdAt()).isEqualTo(clock.now());
    assertThat(workspaces.find(made.id())).contains(made);
    assertThat(workspaces.siteOf(made.id())).isEqualTo(Accounts.CN2);
    assertThat(workspaces.ownerOf(made.id())).isEqualTo(owner);
    assertThat(workspaces.ownersOf(List.of(made.id()))).isEqualTo(Map.of(made.id(), owner));
    assertThat(workspaces.role(made.id(), owner)).contains(Role.OWNER);
    assertThat(workspaces.role(made.id(), account("stranger"))).isEmpty();
  }

  @Test
  void anOwnerIsOfTheSameSite() {
    ConsoleAccountId owner = account("foreigner");
    assertThatIllegalStateException()
        .isThrownBy(() -> create(Accounts.US1, "abroad", Plan.FREE, owner))
        .withMessageContaining("us1");
  }

  @Test
  void aMembersWorkspacesAreListedOldestFirstAndManyAreReadAtOnce() {
    ConsoleAccountId owner = account("lister");
    Workspace one = create(Accounts.CN2, "one", Plan.FREE, owner);
    Workspace two = create(Accounts.CN2, "two", Plan.FREE, owner);
    assertThat(workspaces.ofMember(owner)).containsExactlyInAnyOrder(one, two);
    assertThat(workspaces.all(List.of(one.id(), two.id(), new WorkspaceId("wksp_none"))))
        .containsExactlyInAnyOrder(one, two);
    assertThat(workspaces.all(List.of())).isEmpty();
  }

  @Test
  void aWorkspaceIsLockedOnceAndUnlockedOnce() {
    WorkspaceId id = create(Accounts.CN2, "lock", Plan.COMMERCIAL, account("locker")).id();
    assertThatIllegalStateException().isThrownBy(() -> unlock(id));
    lock(id);
    assertThat(workspaces.get(id).lockState()).isEqualTo(LockState.LOCKED);
    assertThatIllegalStateException().isThrownBy(() -> lock(id)).withMessageContaining(id.value());
    unlock(id);
    assertThat(workspaces.get(id).lockState()).isEqualTo(LockState.OPEN);
  }

  @Test
  void theCommercialPlanIsForGood() {
    WorkspaceId id = create(Accounts.CN2, "plan", Plan.FREE, account("planner")).id();
    setPlan(id, Plan.FREE);
    setPlan(id, Plan.COMMERCIAL);
    setPlan(id, Plan.COMMERCIAL);
    assertThatIllegalStateException().isThrownBy(() -> setPlan(id, Plan.FREE));
    assertThat(workspaces.get(id).plan()).isEqualTo(Plan.COMMERCIAL);
  }

  @Test
  void aNodeThatLacksTheSiteOfAWorkspaceDoesNotStart() {
    check.afterPropertiesSet();
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            SELECT 'wksp_gone' || n, CASE n WHEN 3 THEN 'gone1' ELSE 'gone2' END, 'gone', 'en', 'FREE', now()
              FROM generate_series(1, 3) n\
            """)
        .update();
    try {
      assertThatIllegalStateException()
          .isThrownBy(check::afterPropertiesSet)
          .withMessageContaining("gone1 (workspaces: 1), gone2 (workspaces: 2)")
          .withMessageContaining("countinghouse.site.sites");
    } finally {
      jdbc.sql("DELETE FROM workspace.workspace WHERE site LIKE 'gone_'").update();
    }
  }

  @Test
  void anUnknownWorkspaceIsNoWorkspace() {
    WorkspaceId none = new WorkspaceId("wksp_none");
    assertThat(workspaces.find(none)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> workspaces.get(none));
    assertThatIllegalStateException().isThrownBy(() -> workspaces.ownerOf(none));
    assertThatIllegalStateException().isThrownBy(() -> lock(none));
  }

  @Test
  void aNameHas1To64CharactersAndNoControls() {
    assertThat(WorkspaceName.problems(" ")).containsExactly(WorkspaceName.Problem.EMPTY);
    assertThat(WorkspaceName.problems("空".repeat(64))).isEmpty();
    assertThat(WorkspaceName.problems("😀".repeat(64))).isEmpty();
    assertThat(WorkspaceName.problems("空".repeat(65)))
        .containsExactly(WorkspaceName.Problem.TOO_LONG);
    for (String control : List.of("a\nb", "a\u0000b", "a\u2028b", "a\u202eb")) {
      assertThat(WorkspaceName.problems(control))
          .containsExactly(WorkspaceName.Problem.CONTROL_CHARACTER);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new WorkspaceName(""));
  }

  @Test
  void onlyTheOwnerManagesSettlementAndMembersSeeNoPlan() {
    for (Permission permission : Permission.values()) {
      assertThat(Role.OWNER.may(permission)).isTrue();
    }
    assertThat(Role.ADMINISTRATOR.may(Permission.VIEW_PLAN)).isTrue();
    assertThat(Role.ADMINISTRATOR.may(Permission.VIEW_SETTLEMENT)).isFalse();
    assertThat(Role.ADMINISTRATOR.may(Permission.MANAGE_SETTLEMENT)).isFalse();
    assertThat(Role.MEMBER.may(Permission.VIEW_WORKSPACE)).isTrue();
    assertThat(Role.MEMBER.may(Permission.VIEW_PLAN)).isFalse();
  }

  private Workspace create(SiteId site, String name, Plan plan, ConsoleAccountId owner) {
    return Objects.requireNonNull(
        tx.execute(_ -> workspaces.create(site, name, Language.ZH, plan, owner)));
  }

  private void lock(WorkspaceId id) {
    tx.executeWithoutResult(_ -> states.move(List.of(id), LockState.OPEN, LockState.LOCKED));
  }

  private void unlock(WorkspaceId id) {
    tx.executeWithoutResult(_ -> states.move(List.of(id), LockState.LOCKED, LockState.OPEN));
  }

  private void setPlan(WorkspaceId id, Plan plan) {
    tx.executeWithoutResult(_ -> workspaces.setPlan(id, plan));
  }

  private ConsoleAccountId account(String username) {
    CreateOutcome outcome =
        tx.execute(_ ->
            consoleAccounts.create(
                Accounts.console(Accounts.CN2, username, username + "@ws.example")));
    if (outcome instanceof CreateOutcome.Created(var account)) {
      return account.id();
    }
    throw new AssertionError("not made: " + outcome);
  }
}
