package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** What is left to do with a locked workspace, by its members and by operators. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockPagesIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  /** The hours of weeks are of no matter here. */
  @BeforeEach
  void noHoursToClose() {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
  }

  private Customer locked() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    says("unsubscribe-success", customer.name(), clock.now());
    return customer;
  }

  private static String path(Customer customer, String page) {
    return "/w/" + customer.workspace() + "/" + page;
  }

  private String state(Customer customer) {
    return jdbc.sql("SELECT lock_state FROM workspace.workspace WHERE id = :id")
        .param("id", customer.workspace())
        .query(String.class)
        .single();
  }

  @Test
  void theOwnerDissolvesByTypingTheName() {
    Customer customer = locked();
    Browser browser = customer.browser();
    assertThat(browser.get(path(customer, "dissolve")).body()).contains("for good");
    assertThat(
            browser.post(path(customer, "dissolve"), Map.of("name", "half", "lang", "zh")).body())
        .contains("value=\"half\"", "解散");
    browser.get("/account?lang=en");
    Answer wrong = browser.post(path(customer, "dissolve"), Map.of("name", "another"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("That is not the name", "value=\"another\"");
    assertThat(state(customer)).isEqualTo("LOCKED");
    Answer done =
        browser.post(path(customer, "dissolve"), Map.of("name", "Workspace of " + customer.name()));
    assertThat(done.leadsTo()).isEqualTo(path(customer, "locked"));
    assertThat(browser.follow(done).body()).contains("This workspace is dissolved");
    assertThat(state(customer)).isEqualTo("DISSOLVED");
    assertThat(browser.get("/w").body()).contains(">Dissolved<").doesNotContain(">Locked<");
    assertThat(browser.get(customer.planPath()).leadsTo()).isEqualTo(path(customer, "locked"));
    assertThat(browser.post(path(customer, "dissolve"), Map.of("name", "x")).leadsTo())
        .isEqualTo(path(customer, "locked"));
  }

  @Test
  void aFullyLockedWorkspaceOffersAnotherOne() {
    Customer customer = locked();
    Browser browser = customer.browser();
    clock.advance(Duration.ofDays(15));
    worker.runAll();
    Answer led = browser.get(path(customer, "members"));
    assertThat(led.leadsTo()).isEqualTo(path(customer, "locked"));
    assertThat(browser.get(path(customer, "%6Dembers")).leadsTo())
        .isEqualTo(path(customer, "locked"));
    assertThat(browser.get("/%77/" + customer.workspace() + "/plan").leadsTo())
        .isEqualTo(path(customer, "locked"));
    assertThat(browser.follow(led).body())
        .contains("This workspace is fully locked", "Open again, empty", "Create a workspace");
    Answer wrong =
        browser.post(
            path(customer, "another"), Map.of("workspaceName", " ", "workspaceLanguage", "en"));
    assertThat(wrong.status()).isEqualTo(422);
    Answer made =
        browser.post(
            path(customer, "another"),
            Map.of("workspaceName", "Second home", "workspaceLanguage", "en"));
    assertThat(browser.follow(made).body()).contains("Second home");
    assertThat(browser.get(path(customer, "locked")).body()).contains("Second home");
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(*) FROM workspace.workspace a JOIN workspace.workspace b
                        ON a.billing_account_id = b.billing_account_id
                     WHERE a.id = :id AND b.name = 'Second home' AND b.plan = 'FREE'\
                    """)
                .param("id", customer.workspace())
                .query(Long.class)
                .single())
        .isOne();
    Customer stranger = registered(Locale.ENGLISH, TestClock.START);
    assertThat(stranger.browser().get(path(customer, "members")).status()).isEqualTo(404);
  }

  /** A form with the lock as the page shows it now. */
  private Map<String, String> seen(String path, Map<String, String> form) {
    Map<String, String> all = new HashMap<>(form);
    Pattern.compile("name=\"(since|until)\" value=\"([^\"]+)\"")
        .matcher(operator.get(path).body())
        .results()
        .forEach(it -> all.put(it.group(1), it.group(2)));
    return all;
  }

  @Test
  void whatIsDecidedOfABufferHoldsForTheLockThatWasSeen() {
    Customer customer = locked();
    String path = "/operator/locks/" + customer.workspace();
    Map<String, String> extend =
        seen(path, Map.of("act", "extend", "days", "7", "reason", "they asked"));
    Map<String, String> end =
        seen(path, Map.of("act", "end", "reason", "nobody asked", "sure", "yes"));
    operator.post(path, extend);
    for (Map<String, String> stale : List.of(end, extend)) {
      Answer late = operator.post(path, stale);
      assertThat(late.status()).isEqualTo(422);
      assertThat(late.body())
          .contains("has changed since", "21 days", stale.get("reason"))
          .doesNotContain("checked=");
    }

    // It was unlocked and is locked anew: the page of before ends nothing.
    Map<String, String> former = seen(path, end);
    jdbc.sql("ALTER TABLE locking.lock DISABLE TRIGGER USER").update();
    jdbc.sql(
            """
            UPDATE locking.lock SET started_at = started_at + interval '1 minute'
             WHERE workspace_id = :id AND ended_at IS NULL\
            """)
        .param("id", customer.workspace())
        .update();
    jdbc.sql("ALTER TABLE locking.lock ENABLE TRIGGER USER").update();
    assertThat(operator.post(path, former).status()).isEqualTo(422);
    assertThat(operator.post(path, Map.of("act", "end", "reason", "x", "sure", "yes")).status())
        .isEqualTo(422);
    worker.runAll();
    assertThat(state(customer)).isEqualTo("LOCKED");
  }

  @Test
  void operatorsSeeLocksExtendAndEndBuffers() {
    Customer customer = locked();
    String path = "/operator/locks/" + customer.workspace();
    assertThat(operator.get("/operator/locks").body())
        .contains("Workspace of " + customer.name(), "Subscription ended");
    Answer wrong =
        operator.post(path, Map.of("act", "extend", "days", "100", "reason", "they asked"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("from 1 to 90", "they asked");
    assertThat(operator.post(path, Map.of("act", "extend", "days", "5", "reason", "")).status())
        .isEqualTo(422);
    Map<String, String> extend = Map.of("act", "extend", "days", "5", "reason", "they asked");
    Answer extended = operator.post(path, seen(path, extend));
    assertThat(operator.follow(extended).body()).contains("19 days");
    clock.advance(Duration.ofMinutes(1));
    assertThat(operator.post(path, Map.of("act", "end", "reason", "fraud")).status())
        .isEqualTo(422);
    operator.post(path, seen(path, Map.of("act", "end", "reason", "fraud", "sure", "yes")));
    worker.runAll();
    assertThat(state(customer)).isEqualTo("CLEARED");
    assertThat(operator.get("/operator/locks?state=full").body())
        .contains("Workspace of " + customer.name());
    assertThat(operator.get(path).body()).contains("there is nothing to change");
    Answer late = operator.post(path, Map.of("act", "extend", "days", "5", "reason", "late"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body()).contains("there is nothing to change").doesNotContain("#reason");
    assertThat(
            jdbc.sql(
                    """
                    SELECT string_agg(action || ' ' || (details ->> 'reason'), ', ' ORDER BY id)
                      FROM audit.entry WHERE subject = :id AND actor_kind = 'OPERATOR'\
                    """)
                .param("id", customer.workspace())
                .query(String.class)
                .single())
        .isEqualTo("lock.buffer-extended they asked, lock.buffer-ended fraud");
  }
}
