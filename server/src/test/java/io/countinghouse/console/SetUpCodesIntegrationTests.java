package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A wrong code, an expired one, a reload and a button pressed twice, at each step of the set-up
 * that asks for a code.
 */
class SetUpCodesIntegrationTests extends SetUpBinding {

  enum Step {
    REGISTER,
    EXISTING_BILLING_ACCOUNT,
    BILLING_ACCOUNT,
    NEW_BILLING_ACCOUNT,
    WORKSPACE,
    NEW_WORKSPACE,
    CONSOLE_ACCOUNT,
    RESUME
  }

  /**
   * Somebody stands at a step.
   *
   * @param page its path; the form goes to the same without the query
   * @param form what is typed, but for the code
   * @param done how often what the step does is done
   */
  private record Standing(
      Browser browser, String page, String codePath, Map<String, String> form, LongSupplier done) {

    Answer submit(String code) {
      Map<String, String> filled = new HashMap<>(form);
      filled.put("code", code);
      return browser.post(page.replaceFirst("\\?.*", ""), filled);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongAndAnExpiredCodeDoNothingAndAFreshOneDoes(Step step) {
    Standing at = standingAt(step);
    String code = freshCode(at);
    refused(at, code.equals("000000") ? "000001" : "000000");
    assertThat(at.browser().get(at.page()).status()).isEqualTo(200);
    wallClock.advance(EmailCodes.LIFE);
    refused(at, code);
    assertThat(at.submit(freshCode(at)).leadsTo()).isNotEqualTo(at.page());
    assertThat(at.done().getAsLong()).isOne();
  }

  private static void refused(Standing at, String code) {
    Answer answer = at.submit(code);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("id=\"code-error\"", "href=\"#code\"");
    at.form()
        .forEach((field, typed) -> {
          if (field.equals("password")) {
            assertThat(answer.body()).doesNotContain(typed);
          } else if (!field.equals("agreed")) {
            assertThat(answer.body()).contains("value=\"" + typed + "\"");
          }
        });
    assertThat(at.done().getAsLong()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void pressedTwiceItIsDoneOnceAndLeadsToTheSamePage(Step step) {
    Standing at = standingAt(step);
    String code = freshCode(at);
    Answer first = at.submit(code);
    if (step == Step.CONSOLE_ACCOUNT) {
      // Who is signed in by it has a new session, which the form has to be of.
      at.browser().get(at.page());
    }
    assertThat(at.submit(code).leadsTo()).isEqualTo(first.leadsTo());
    assertThat(at.done().getAsLong()).isOne();
    assertThat(at.browser().follow(first).status()).isEqualTo(200);
  }

  private String freshCode(Standing at) {
    wallClock.advance(EmailCodes.PAUSE);
    assertThat(at.browser().post(at.codePath(), at.form()).status()).isEqualTo(200);
    worker.runAll();
    return lastCode();
  }

  private Standing standingAt(Step step) {
    Browser browser = browser(Locale.ENGLISH);
    String name = step == Step.REGISTER || step == Step.RESUME ? newName() : plainCustomer("cn2");
    Standing standing =
        switch (step) {
          case REGISTER -> registering(browser, name);
          case EXISTING_BILLING_ACCOUNT -> bindingAnExistingOne(browser, name);
          case BILLING_ACCOUNT -> provingTheBillingAccount(browser, name);
          case NEW_BILLING_ACCOUNT -> registeringABillingAccount(browser);
          case WORKSPACE -> bindingAWorkspace(browser, name);
          case NEW_WORKSPACE -> creatingAWorkspace(browser, name);
          case CONSOLE_ACCOUNT -> registeringAConsoleAccount(browser, name);
          case RESUME -> goingOnElsewhere(browser, name);
        };
    assertThat(browser.get(standing.page()).status()).isEqualTo(200);
    return standing;
  }

  private Standing registering(Browser browser, String name) {
    landed(browser);
    return new Standing(
        browser,
        "/setup/register/account",
        "/setup/register/code",
        withoutCode(accountForm(name, "cn2")),
        () -> count("identity.registration WHERE username = '" + name + "'"));
  }

  /** The billing account of the same username is there, from another site. */
  private Standing bindingAnExistingOne(Browser browser, String name) {
    landUs(browser, newName());
    takeUsernameOf(browser, name, newName() + "@example.com");
    return new Standing(
        browser,
        "/setup/register/existing",
        "/setup/register/existing-code",
        Map.of(),
        () ->
            count(
                "identity.registration WHERE billing_account_id IS NOT NULL AND username = '%s'"
                    .formatted(name)));
  }

  private Standing provingTheBillingAccount(Browser browser, String name) {
    landed(browser);
    return new Standing(
        browser,
        "/setup/bind/account",
        "/setup/bind/account-code",
        Map.of("username", name),
        () -> browser.get("/setup/bind/workspaces").status() == 200 ? 1 : 0);
  }

  private Standing registeringABillingAccount(Browser browser) {
    String name = newName();
    landed(browser);
    Map<String, String> form = withoutCode(accountForm(name, "cn2"));
    form.putAll(COMPANY);
    return new Standing(
        browser,
        "/setup/bind/register",
        "/setup/bind/register-code",
        form,
        () -> count("identity.billing_account WHERE username = '" + name + "'"));
  }

  private Standing bindingAWorkspace(Browser browser, String name) {
    landed(browser);
    prove(browser, name);
    String workspace = workspaceOf(name);
    return new Standing(
        browser,
        "/setup/bind/workspace?workspace=" + workspace,
        "/setup/bind/owner-code",
        Map.of("workspace", workspace, "email", name + "@example.com"),
        () -> bindingsOf(name));
  }

  private Standing creatingAWorkspace(Browser browser, String name) {
    landed(browser);
    prove(browser, name);
    Map<String, String> form = new HashMap<>(workspaceForm(name + " 2"));
    form.put("site", "cn2");
    form.put("email", name + "@example.com");
    return new Standing(
        browser,
        "/setup/bind/new?site=cn2",
        "/setup/bind/new-code",
        form,
        () -> count("workspace.workspace WHERE name = 'Workspace of " + name + " 2'"));
  }

  private Standing registeringAConsoleAccount(Browser browser, String holder) {
    String name = newName();
    landed(browser);
    prove(browser, holder);
    Map<String, String> form = withoutCode(accountForm(name, "cn2"));
    form.putAll(workspaceForm(name));
    return new Standing(
        browser,
        "/setup/bind/console?site=cn2",
        "/setup/bind/console-code",
        form,
        () -> count("identity.console_account WHERE username = '" + name + "'"));
  }

  private Standing goingOnElsewhere(Browser browser, String name) {
    Browser left = browser(Locale.ENGLISH);
    land(left, name);
    says("subscribe-success", name, TestClock.START);
    atTheLastStep(left, name, "cn2");
    land(browser, name);
    return new Standing(
        browser,
        "/setup/resume",
        "/setup/resume-code",
        Map.of(),
        () -> browser.get("/setup/register/workspace").status() == 200 ? 1 : 0);
  }

  /** All that is typed but the code. */
  private static Map<String, String> withoutCode(Map<String, String> form) {
    Map<String, String> rest = new HashMap<>(form);
    rest.remove("code");
    return rest;
  }
}
