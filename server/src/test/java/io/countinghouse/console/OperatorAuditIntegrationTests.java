package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit trail as operators search it. */
class OperatorAuditIntegrationTests extends ConsoleIntegration {

  @Autowired private AuditTrail audit;
  @Autowired private TransactionTemplate tx;

  private void entry(String action, String subject, String detail) {
    tx.executeWithoutResult(
        _ -> audit.record(Actor.SYSTEM, action, subject, Map.of("detail", detail)));
  }

  @Test
  void entriesAreFoundByWhoWhatSubjectAndDay() {
    entry("alpha.done", "thing_alpha", "<script>first</script>");
    entry("alpha.undone", "thing_alpha", "second");
    entry("beta.done", "thing_beta", "third");
    Browser operator = signedInOperator(Locale.ENGLISH);
    assertThat(operator.get("/operator/audit?subject=thing_alpha").body())
        .contains("alpha.done", "alpha.undone", "&lt;script&gt;first", "System")
        .doesNotContain("beta.done", "<script>first");
    assertThat(operator.get("/operator/audit?what=beta.").body())
        .contains("third")
        .doesNotContain("alpha.done");
    assertThat(operator.get("/operator/audit?who=system&what=alpha.un").body())
        .contains("second")
        .doesNotContain("&lt;script&gt;first");
    assertThat(operator.get("/operator/audit?who=oper_nobody").body()).contains("Nothing matches");
    String day = TestClock.START.toString().substring(0, 10);
    assertThat(operator.get("/operator/audit?what=alpha&from=" + day + "&to=" + day).body())
        .contains("second");
    assertThat(operator.get("/operator/audit?what=alpha&from=2099-01-01").body())
        .contains("Nothing matches");
    Answer wrong = operator.get("/operator/audit?what=alpha&from=yesterday");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("value=\"yesterday\"", "Enter a day");
    assertThat(signedInOperator(Locale.CHINESE).get("/operator/audit").body()).contains("审计");
  }

  @Test
  void whatNoDatabaseHoldsIsABadRequestNotAFailure() {
    Browser operator = signedInOperator(Locale.ENGLISH);
    for (String path :
        new String[] {
          "/operator/audit?who=%00", "/operator/agreements?q=%00", "/operator/wallets?search=a%00"
        }) {
      assertThat(operator.get(path).status()).as(path).isEqualTo(400);
    }
    assertThat(operator.get("/operator/audit?from=%2B300000-01-01").status()).isEqualTo(422);
    for (String path :
        new String[] {
          "/operator/metering?day=-999999999-01-01",
          "/operator/agreements?at=%2B300000-01-01T00:00:00Z&after=agmt_1",
        }) {
      assertThat(operator.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(operator.get("/operator/records?day=%2B300000-01-01").body())
        .contains("No record fits");
    Browser nobody = browser(Locale.ENGLISH);
    nobody.get("/sign-in");
    assertThat(
            nobody.post("/sign-in", Map.of("site", "cn2", "name", "a\0", "password", "x")).status())
        .isEqualTo(400);
  }

  @Test
  void moreThanAPageGoesOnWhereItEnded() {
    tx.executeWithoutResult(_ ->
        IntStream.rangeClosed(1, OperatorAudit.PAGE_SIZE + 1)
            .forEach(i -> audit.record(Actor.SYSTEM, "many.done", "many_" + i, Map.of())));
    Browser operator = signedInOperator(Locale.ENGLISH);
    String first = operator.get("/operator/audit?what=many.").body();
    assertThat(first).contains("many_51<", "many_2<").doesNotContain("many_1<");
    long before =
        jdbc.sql("SELECT id FROM audit.entry WHERE subject = 'many_2'").query(Long.class).single();
    assertThat(first).contains("before=" + before);
    assertThat(operator.get("/operator/audit?what=many.&before=" + before).body())
        .contains("many_1<")
        .doesNotContain("many_2<");
  }

  @Test
  void theFileHoldsWhatIsWantedAndThatItWasTakenIsWrittenDown() {
    entry("gamma.done", "thing_gamma", "=1+1");
    Browser operator = signedInOperator(Locale.ENGLISH);
    assertThat(operator.get("/operator/audit.csv?what=gamma.&from=yesterday").leadsTo())
        .startsWith("/operator/audit?")
        .contains("from=yesterday", "what=gamma.");
    Answer file = operator.get("/operator/audit.csv?what=gamma.");
    assertThat(file.raw().getHeader("Content-Disposition")).contains("audit.csv");
    assertThat(file.body().lines().skip(1))
        .singleElement()
        .asString()
        .contains(",SYSTEM,system,gamma.done,thing_gamma,detail==1+1");
    assertThat(operator.get("/operator/audit?what=audit.exported").body()).contains("gamma.");
  }

  @Test
  void theFileHoldsAllHoweverManyThereAre() {
    int many = 10_500;
    tx.executeWithoutResult(_ ->
        IntStream.range(0, many)
            .forEach(i -> audit.record(Actor.SYSTEM, "delta.done", "thing_delta" + i, Map.of())));
    assertThat(
            signedInOperator(Locale.ENGLISH).get("/operator/audit.csv?what=delta.").body().lines())
        .hasSize(many + 1)
        .doesNotHaveDuplicates();
  }

  @Test
  void theWholeTrailIsChecked() {
    Browser operator = signedInOperator(Locale.ENGLISH);
    Answer page = operator.get("/operator/audit/check");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<h1", "All is as it was written.", "The last seal is no.");
    Answer text = operator.get("/operator/audit/check.txt");
    assertThat(text.status()).isEqualTo(200);
    assertThat(text.body()).startsWith("Seals checked").contains("All is as it was written.");
  }
}
