package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * No route gives one account another's data. Every route of the golden table is in {@code
 * tenant-routes.txt} with what it shows: a route that is not there fails, and so does one with an
 * id that is said to have none. Those with ids are called by another tenant with a victim's ids,
 * and by nobody; none may show the victim's names or change the victim's rows.
 */
class TenantWalkTests extends ConsoleIntegration {

  private static final Path ROUTES = Path.of("src/test/resources/golden/routes.txt");
  private static final Path CLASSES = Path.of("src/test/resources/tenant-routes.txt");

  /** What a route shows. */
  private enum Kind {
    /** The same to everybody. */
    PUBLIC,
    /** What belongs to whoever is signed in or has landed; no id says what. */
    OWN,
    /** What belongs to the tenant whose id is in the path. */
    TENANT,
    /** Everything, to operators. */
    OPERATOR,
    /** What machines with an API key send and read. */
    MACHINE
  }

  private record Route(String method, String path) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private Customer victim;
  private Customer stranger;
  private Map<String, String> ids;

  @BeforeEach
  void twoTenants() {
    victim = registered(Locale.ENGLISH, TestClock.START);
    stranger = registered(Locale.ENGLISH, TestClock.START);
    signInToBilling(victim);
    signInToBilling(stranger);
    victim.browser().get("/w/" + victim.workspace() + "/members");
    victim
        .browser()
        .post(
            "/w/" + victim.workspace() + "/invitations",
            Map.of("email", victim.name() + "-guest@example.com", "role", "MEMBER"));
    ids =
        Map.of(
            "workspace", victim.workspace(),
            "message", "0",
            "member", idOf("SELECT id FROM identity.console_account WHERE username = :name"),
            "invitation",
                idOf(
                    "SELECT id FROM workspace.invitation WHERE email = :name || '-guest@example.com'"),
            "agreement", agreementOf(victim.name()),
            "refundCase", "case_0",
            "account", idOf("SELECT id FROM identity.billing_account WHERE username = :name"),
            "proposal", "prop_0",
            "version", "2026-01-01");
  }

  private String idOf(String sql) {
    return jdbc.sql(sql).param("name", victim.name()).query(String.class).single();
  }

  @Test
  void everyRouteIsClassifiedAndNoOther() throws IOException {
    assertThat(classes().keySet()).containsExactlyInAnyOrderElementsOf(routes());
  }

  @Test
  void noRouteOfATenantAnswersAnother() throws IOException {
    List<Route> routes = of(Kind.TENANT);
    assertThat(routes).hasSizeGreaterThanOrEqualTo(8);
    String before = rowsOfTheVictim();
    for (Route route : routes) {
      Answer theirs = call(stranger.browser(), route);
      assertThat(theirs.status()).as("%s by a stranger", route).isEqualTo(404);
      assertThat(theirs.body()).as("%s by a stranger", route).doesNotContain(victim.name());
      Answer anonymous = call(browser(Locale.ENGLISH), route);
      assertThat(anonymous.status()).as("%s by nobody", route).isIn(302, 403, 404);
      assertThat(anonymous.body()).as("%s by nobody", route).doesNotContain(victim.name());
    }
    assertThat(rowsOfTheVictim()).isEqualTo(before);
  }

  /**
   * With the stranger's own workspace and the victim's things: they do not mix. Of a member that is
   * none, the list of one's own is shown again.
   */
  @Test
  void anIdOfAnotherTenantIsNotTakenInOnesOwnWorkspaceEither() throws IOException {
    String before = rowsOfTheVictim();
    int mixed = 0;
    for (Route route : of(Kind.TENANT)) {
      if (route.path().contains("{member}") || route.path().contains("{invitation}")) {
        Map<String, String> mixedIds = new HashMap<>(ids);
        mixedIds.put("workspace", stranger.workspace());
        Answer answer = call(stranger.browser(), route, mixedIds);
        assertThat(answer.status())
            .as("%s", route)
            .isEqualTo(route.path().contains("{member}") ? 422 : 404);
        assertThat(answer.body()).as("%s", route).doesNotContain(victim.name());
        mixed++;
      }
    }
    assertThat(mixed).isGreaterThanOrEqualTo(4);
    assertThat(rowsOfTheVictim()).isEqualTo(before);
  }

  @Test
  void theVictimsOwnPagesDoAnswer() throws IOException {
    for (Route route : of(Kind.TENANT)) {
      if (route.method().equals("GET")) {
        Answer own = call(victim.browser(), route);
        assertThat(own.status()).as("%s by its own tenant", route).isEqualTo(200);
      }
    }
  }

  @Test
  void whatIsOnesOwnShowsNothingOfAnother() throws IOException {
    for (Route route : of(Kind.OWN)) {
      assertThat(route.path()).as("an own route names nothing").doesNotContain("{");
      Answer answer = call(stranger.browser(), route);
      assertThat(answer.body()).as("%s", route).doesNotContain(victim.name());
      assertThat(answer.status()).as("%s", route).isLessThan(500);
      boolean out = route.path().endsWith("/sign-out");
      if (out || (answer.status() == 302 && answer.leadsTo().contains("sign-in"))) {
        // It may have signed the stranger out: that is its own doing, and done for itself only.
        stranger = registered(Locale.ENGLISH, TestClock.START);
        signInToBilling(stranger);
      }
    }
    assertThat(victim.browser().get(victim.planPath()).status()).isEqualTo(200);
  }

  /**
   * At both places in one browser, so that a route of either is called with the sign-in it asks.
   */
  private static void signInToBilling(Customer customer) {
    customer.browser().get("/billing/sign-in");
    Answer answer =
        customer
            .browser()
            .post("/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD));
    assertThat(answer.leadsTo()).isEqualTo("/billing");
  }

  @Test
  void noCustomerCallsWhatIsForOperatorsAndNobodyWhatIsForMachines() throws IOException {
    for (Route route : of(Kind.OPERATOR)) {
      Answer answer = call(victim.browser(), route);
      assertThat(answer.status()).as("%s", route).isIn(302, 403, 404);
      assertThat(answer.body()).as("%s", route).doesNotContain(victim.name());
    }
    for (Route route : of(Kind.MACHINE)) {
      assertThat(call(victim.browser(), route).status()).as("%s", route).isEqualTo(401);
    }
  }

  private Answer call(Browser browser, Route route) {
    return call(browser, route, ids);
  }

  private Answer call(Browser browser, Route route, Map<String, String> values) {
    String path = route.path();
    for (Map.Entry<String, String> id : values.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    }
    path = path.replace("{id}", values.getOrDefault("agreement", ""));
    assertThat(path).as("every id of %s has a value here", route).doesNotContain("{");
    if (route.method().equals("GET")) {
      return browser.get(path);
    }
    // A page of the caller's own, so that the form has its token.
    browser.get("/w");
    return browser.post(path, Map.of("email", "x@example.com", "role", "MEMBER"));
  }

  /** Who and what is in the victim's workspace. */
  private String rowsOfTheVictim() {
    return jdbc.sql(
            """
            SELECT (SELECT string_agg(m::text, ',' ORDER BY m.console_account_id) FROM workspace.member m
                     WHERE m.workspace_id = :workspace)
                || (SELECT string_agg(i::text, ',' ORDER BY i.id) FROM workspace.invitation i
                     WHERE i.workspace_id = :workspace)
                || (SELECT w::text FROM workspace.workspace w WHERE w.id = :workspace)\
            """)
        .param("workspace", victim.workspace())
        .query(String.class)
        .single();
  }

  private List<Route> of(Kind kind) throws IOException {
    return classes().entrySet().stream()
        .filter(it -> it.getValue() == kind)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Method, path and kind of each line. */
  private static Map<Route, Kind> classes() throws IOException {
    Map<Route, Kind> classes =
        new TreeMap<>(Comparator.comparing(Route::path).thenComparing(Route::method));
    for (String line : Files.readAllLines(CLASSES, StandardCharsets.UTF_8)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split("\\s+", -1);
        Route route = new Route(words[0], words[1]);
        assertThat(classes.put(route, Kind.valueOf(words[2]))).as("twice: %s", route).isNull();
      }
    }
    return classes;
  }

  private static List<Route> routes() throws IOException {
    return Files.readAllLines(ROUTES, StandardCharsets.UTF_8).stream()
        .skip(1)
        .map(line -> line.split("\\s+", -1))
        .map(words -> new Route(words[0], words[1]))
        .distinct()
        .toList();
  }
}
