package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two at once: one wins, the other is told. */
class SetUpRaceIntegrationTests extends SetUpBinding {

  @Test
  void ofTwoAccountsThatRaceForASubscriptionOneWinsAndTheOtherIsTold() throws Exception {
    String one = plainCustomer("cn2");
    String two = plainCustomer("cn2");
    Browser first = browser(Locale.ENGLISH);
    Browser second = browser(Locale.ENGLISH);
    String subscription = landed(first);
    land(second, subscription);
    prove(first, one);
    prove(second, two);
    Map<String, String> ofFirst = ownerForm(first, one);
    Map<String, String> ofSecond = ownerForm(second, two);
    bothAtOnce(
        () -> first.post("/setup/bind/workspace", ofFirst),
        () -> second.post("/setup/bind/workspace", ofSecond));
    assertThat(holdersOf(subscription)).isOne();
    assertThat(bindingsOf(one) + bindingsOf(two)).isOne();
    Browser loser = bindingsOf(one) == 1 ? second : first;
    Answer told = loser.get("/setup/bind/workspaces");
    assertThat(told.status()).isEqualTo(409);
    assertThat(told.body()).contains("cu***", "support@example.com");
  }

  @Test
  void twoTabsBindAWorkspaceOnce() throws Exception {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    Map<String, String> form = ownerForm(browser, name);
    Browser tab = browser.secondTab();
    List<Answer> answers =
        bothAtOnce(
            () -> browser.post("/setup/bind/workspace", form),
            () -> tab.post("/setup/bind/workspace", form));
    assertThat(answers).anyMatch(it -> it.status() == 302);
    assertThat(count("settlement.binding WHERE workspace_id = '" + workspaceOf(name) + "'"))
        .isOne();
    assertThat(browser.get("/setup/bind/workspaces").body()).contains("Bound");
  }

  private static List<Answer> bothAtOnce(Callable<Answer> one, Callable<Answer> two)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers = threads.invokeAll(List.of(one, two));
      return List.of(answers.get(0).get(), answers.get(1).get());
    }
  }
}
