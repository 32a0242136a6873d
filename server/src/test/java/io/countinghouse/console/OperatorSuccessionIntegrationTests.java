package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** A renewal that AWS names no successor of, decided by an operator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorSuccessionIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  /** AWS tells something of the agreement of a customer's licence. */
  private void tells(String customer, String type, String agreement, String more) {
    String id = newName();
    inbox.store(
        products.get("produs"),
        id,
        clock.now(),
        """
        {"version":"0","id":"%s","detail-type":"%s","source":"aws.agreement-marketplace","account":"210987654321",
         "time":"%s","region":"us-east-1","resources":[],
         "detail":{"requestId":"%s","catalog":"AWSMarketplace","agreement":{"id":"agmt-%s"%s},
          "acceptor":{"accountId":"345678901234"},"proposer":{"accountId":"210987654321"},
          "offer":{"id":"offer-1"}%s}}\
        """
            .formatted(id, type, clock.now(), id, customer, agreement, more));
    worker.runAll();
  }

  private void licensed(String customer, String agreement) {
    tells(
        customer,
        "License Updated - Manufacturer",
        agreement,
        ",\"product\":{\"code\":\"produs\",\"id\":\"prod-1\"},\"license\":{\"arn\":"
            + "\"arn:aws:license-manager::555566667777:license:l-"
            + customer
            + "\"}");
  }

  /** Somebody who has set an active licence up. */
  private Customer settled() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    landUs(browser, name);
    licensed(name, "");
    assertThat(register(browser, name, "us1").leadsTo()).isEqualTo("/setup/done");
    return new Customer(browser, name, workspaceOf(name));
  }

  private Customer renewedWithoutAName() {
    Customer customer = settled();
    tells(customer.name(), "Purchase Agreement Ended - Proposer", ",\"status\":\"RENEWED\"", "");
    return customer;
  }

  private static String path(String agreement) {
    return "/operator/agreements/" + agreement + "/succession";
  }

  @Test
  void afterAnHourItIsOnTopAndAPersonChoosesWhatFollows() {
    Customer customer = renewedWithoutAName();
    String from = agreementOf(customer.name());
    assertThat(operator.get("/operator/agreements").body()).doesNotContain(path(from));
    String next = newName();
    landUs(browser(Locale.ENGLISH), next);
    licensed(next, "");
    clock.advance(Duration.ofMinutes(61));
    assertThat(operator.get("/operator/agreements").body()).contains(path(from));

    String to = agreementOf(next);
    assertThat(operator.get(path(from)).body()).contains("l-" + next, customer.workspace());
    Answer empty = operator.post(path(from), Map.of());
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.body()).contains("Choose what follows", "Say why", "Confirm that you");
    Map<String, String> form = Map.of("to", to, "reason", "seen in the portal", "confirmed", "yes");
    assertThat(operator.post(path(from), form).leadsTo()).isEqualTo("/operator/agreements/" + from);
    assertThat(operator.get("/operator/agreements/" + from).body())
        .contains("/operator/agreements/" + to)
        .doesNotContain(path(from));
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("It follows an earlier subscription")
        .doesNotContain("alert-important");
    assertThat(audited("agreement.handed-over", from)).contains("seen in the portal");
    assertThat(operator.get(path(from)).status()).isEqualTo(404);
    decidedMeanwhile(path(from), form);
    decidedMeanwhile(path(from), Map.of());
    decidedMeanwhile(path(from), Map.of("to", "nothing", "reason", "r", "confirmed", "yes"));
  }

  /** A colleague was first: the agreement is shown as it is now, and why nothing was done. */
  private void decidedMeanwhile(String path, Map<String, String> form) {
    Answer late = operator.post(path, form);
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body())
        .contains("Nothing was changed: somebody has decided on it meanwhile", "Its life");
  }

  @Test
  void orEndsItAndTheWorkspaceIsLocked() {
    Customer customer = renewedWithoutAName();
    String from = agreementOf(customer.name());
    assertThat(operator.get(path(from)).body()).contains("Nothing follows");
    assertThat(
            operator.post(path(from), Map.of("to", from, "reason", "r", "confirmed", "y")).body())
        .contains("This cannot be done: Agreement " + from + " is not an active one of the same");
    operator.get(path(from) + "?lang=zh");
    assertThat(
            operator.post(path(from), Map.of("to", from, "reason", "r", "confirmed", "y")).body())
        .contains("无法执行：订阅 " + from + " 不是同一 AWS 账号和产品下的有效订阅。");
    operator.get(path(from) + "?lang=en");
    Map<String, String> form =
        Map.of("to", "nothing", "reason", "it was cancelled", "confirmed", "yes");
    assertThat(operator.post(path(from), form).leadsTo()).isEqualTo("/operator/agreements/" + from);
    assertThat(customer.browser().get(customer.planPath()).body()).contains("alert-important");
    assertThat(audited("agreement.closed", from)).contains("it was cancelled");
  }

  @Test
  void whatIsOverAtAwsWithoutAWordIsEndedByHandAndBeginsAnewIfAwsSaysSo() {
    Customer customer = settled();
    String id = agreementOf(customer.name());
    String path = "/operator/agreements/" + id + "/end";
    assertThat(operator.get("/operator/agreements/" + id).body()).contains(path);
    assertThat(operator.get(path).body()).contains(customer.workspace(), "l-" + customer.name());
    Answer empty = operator.post(path, Map.of());
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.body()).contains("Say why", "Confirm that you");
    Map<String, String> form = Map.of("reason", "seen in the portal", "confirmed", "yes");
    assertThat(operator.post(path, form).leadsTo()).isEqualTo("/operator/agreements/" + id);
    assertThat(operator.get("/operator/agreements/" + id).body())
        .contains("An operator found that it is over at AWS")
        .doesNotContain(path);
    assertThat(customer.browser().get(customer.planPath()).body()).contains("alert-important");
    assertThat(audited("agreement.found-over", id)).contains("seen in the portal");
    assertThat(operator.get(path).status()).isEqualTo(404);
    decidedMeanwhile(path, form);
    decidedMeanwhile(path, Map.of());

    clock.advance(Duration.ofMinutes(5));
    licensed(customer.name(), "");
    assertThat(operator.get("/operator/agreements/" + id).body()).contains(path);
    assertThat(customer.browser().get(customer.planPath()).body()).contains("alert-important");
  }

  private String audited(String action, String subject) {
    return jdbc.sql("SELECT details FROM audit.entry WHERE action = :action AND subject = :subject")
        .param("action", action)
        .param("subject", subject)
        .query(String.class)
        .single();
  }

  @Test
  void onlyWhatIsOpenCanBeDecided() {
    Customer customer = settled();
    assertThat(operator.get(path(agreementOf(customer.name()))).status()).isEqualTo(404);
    assertThat(operator.get(path("agmt_0")).status()).isEqualTo(404);
    Map<String, String> form = Map.of("to", "nothing", "reason", "r", "confirmed", "yes");
    assertThat(operator.post(path("agmt_0"), form).status()).isEqualTo(404);
    assertThat(operator.post("/operator/agreements/agmt_0/end", form).status()).isEqualTo(404);
    assertThat(customer.browser().get(path("agmt_0")).leadsTo()).startsWith("/operator/sign-in");
  }
}
