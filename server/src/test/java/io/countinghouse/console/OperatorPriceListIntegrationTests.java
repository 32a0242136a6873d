package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/** The operators' pages of price lists. It is 1 May 2026 in China, 30 April elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPriceListIntegrationTests extends ConsoleIntegration {

  private static final Pattern HIDDEN =
      Pattern.compile(
          "type=\"hidden\" name=\"(version|validFrom|against|csv)\" value=\"([^\"]*)\"");

  private Browser operator;
  private String shipped;

  @BeforeAll
  void signIn() throws IOException {
    operator = signedInOperator(Locale.ENGLISH);
    shipped =
        new ClassPathResource("price-lists/2026-01-01.csv")
            .getContentAsString(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void openTheForm() {
    assertThat(operator.get("/operator/price-list-import").status()).isEqualTo(200);
  }

  @Test
  void areClosedToEverybodyElse() {
    Browser nobody = browser(Locale.ENGLISH);
    for (String path :
        new String[] {
          "/operator/price-lists",
          "/operator/price-lists/2026-01-01",
          "/operator/price-lists/2026-01-01/file",
          "/operator/price-list-import"
        }) {
      assertThat(nobody.get(path).leadsTo()).startsWith("/operator/sign-in");
    }
    assertThat(operator.forge("/operator/price-list-import", Map.of()).leadsTo())
        .isEqualTo("/operator/price-list-import?outdated=yes");
  }

  @Test
  void aListIsShownFilteredAndDownloaded() {
    assertThat(operator.get("/operator/price-lists").body())
        .contains("href=\"/operator/price-lists/2026-01-01\"", "In force", "117");
    assertThat(operator.get("/operator/price-lists/2026-01-01").body())
        .contains("timeseries", "0.60 CNY", ">1,000,000</td>", "Download as CSV")
        .doesNotContain("Withdraw this list");
    assertThat(
            operator
                .get("/operator/price-lists/2026-01-01?item=sms&kind=china&currency=CNY")
                .body())
        .contains("1.00 CNY")
        .doesNotContain("0.60 CNY", "USD</td>");
    assertThat(operator.get("/operator/price-lists/2026-01-01?item=sms&currency=USD").body())
        .contains("The list has no such price");
    assertThat(operator.get("/operator/price-lists/none").status()).isEqualTo(404);
    Answer file = operator.get("/operator/price-lists/2026-01-01/file");
    assertThat(file.raw().getHeader("Content-Disposition")).contains("prices-2026-01-01.csv");
    assertThat(file.body().lines()).containsExactlyInAnyOrderElementsOf(shipped.lines().toList());
  }

  @Test
  void aFileIsPreviewedConfirmedAndWithdrawn() {
    String csv = shipped.replace("sms,10,SUM,,CNY,china,1\n", "sms,10,SUM,,CNY,china,1.25\n");
    Answer preview = upload("may", "2026-05-02", csv);
    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.body())
        .contains("Compared with 2026-01-01", "1.00 CNY", "1.25 CNY", "+25 %")
        .doesNotContain("Look at this");
    assertThat(count("billing.price_list WHERE version = 'may'")).isZero();

    Map<String, String> form = hidden(preview);
    Answer chinese =
        operator.post("/operator/price-list-import/confirmed", with(form, "lang", "zh"));
    assertThat(chinese.body()).contains("与 2026-01-01 比较", "+25 %");
    Answer stored = operator.post("/operator/price-list-import/confirmed", hidden(chinese));
    assertThat(stored.leadsTo()).isEqualTo("/operator/price-lists/may");
    operator.get("/operator/price-lists?lang=en");
    assertThat(operator.follow(stored).body()).contains("Upcoming", "Withdraw may for good");

    String withdrawal = "/operator/price-lists/may/withdrawal";
    assertThat(operator.post(withdrawal, Map.of("reason", " ")).body()).contains("Say why");
    assertThat(operator.post(withdrawal, Map.of("reason", "slip", "lang", "zh")).body())
        .contains(">slip</textarea>", "永久撤回 may");
    operator.get("/operator/price-lists?lang=en");
    operator.get("/operator/price-lists/may");
    assertThat(operator.post(withdrawal, Map.of("reason", "a slip")).leadsTo())
        .isEqualTo("/operator/price-lists");
    assertThat(operator.get("/operator/price-lists").body()).contains("Withdrawn", "a slip");
    Answer late = operator.post(withdrawal, Map.of("reason", "again"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body()).contains("Somebody has withdrawn this list meanwhile", "a slip");
    assertThat(
            operator
                .post("/operator/price-lists/none/withdrawal", Map.of("reason", "again"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void allFaultsOfAFileAreNamedByLine() {
    Answer refused =
        upload(
            "2026-01-01",
            "2026-05-01",
            "item,unit,day_value,retention,currency,site_kind,price\n"
                + "<b>,0,SUM,3d,CNY,china,1\nlog,1,MAX,3d,CNY,china,1e9\n");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body())
        .contains(
            "was used before",
            "2026-05-02 is the first that has not",
            "The file has 4 faults",
            "There is no item “&lt;b&gt;”",
            "It must be above 0, not 0",
            "The item is counted as SUM, not “MAX”",
            "“1e9” is no plain number",
            "value=\"2026-05-01\"")
        .doesNotContain("<b>");
    assertThat(refused.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "))
        .contains(" 2 item There is no item", " 3 price “1e9” is no plain number");
    assertThat(operator.upload("/operator/price-list-import", Map.of(), new byte[0]).body())
        .contains("Choose a file");
    assertThat(
            operator
                .post("/operator/price-list-import", Map.of("version", "kept", "lang", "zh"))
                .body())
        .contains("value=\"kept\"", "导入价目表");
    operator.get("/operator/price-lists?lang=en");
  }

  @Test
  void warningsHaveToBeAccepted() {
    String csv = shipped.replace("sms,10,SUM,,CNY,china,1\n", "sms,10,SUM,,CNY,china,100\n");
    Answer preview = upload("dear", "2026-06-01", csv);
    assertThat(preview.body())
        .contains("Look at this", "changes more than tenfold: 1 / 10 → 100 / 10");
    Map<String, String> form = hidden(preview);
    Answer held = operator.post("/operator/price-list-import/confirmed", form);
    assertThat(held.status()).isEqualTo(422);
    assertThat(held.body()).contains("tick that they are meant");
    Answer between =
        operator.post(
            "/operator/price-list-import/confirmed",
            with(with(form, "against", "other"), "accepted", "yes"));
    assertThat(between.body()).contains("Another list was stored in the meantime");
    assertThat(
            operator
                .post("/operator/price-list-import/confirmed", with(form, "accepted", "yes"))
                .leadsTo())
        .isEqualTo("/operator/price-lists/dear");
  }

  @Test
  void aCommandGetsTheSameAsText() {
    String path = "/operator/price-list-import/text";
    byte[] csv =
        shipped
            .replace("trigger,10000,SUM,,CNY,china,1\n", "trigger,10000,SUM,,CNY,china,20\n")
            .getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields = Map.of("version", "text", "validFrom", "2026-05-20");
    Answer preview = operator.upload(path, fields, csv);
    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.raw().getContentType()).startsWith("text/plain");
    assertThat(preview.body())
        .contains(
            "trigger china: 1.00 CNY → 20.00 CNY (+1,900 %)",
            "Warning: trigger", "Nothing was stored yet.");
    Answer held = operator.upload(path, with(fields, "apply", "yes"), csv);
    assertThat(held.status()).isEqualTo(422);
    assertThat(held.body()).contains("warnings that were not accepted");
    Answer stored =
        operator.upload(path, with(with(fields, "apply", "yes"), "accepted", "yes"), csv);
    assertThat(stored.body()).endsWith("Stored.\n");
    Answer again = operator.upload(path, fields, "nonsense".getBytes(StandardCharsets.UTF_8));
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains("Line 1: The first line must be item,unit", "Refused.");
  }

  private Answer upload(String version, String from, String csv) {
    return operator.upload(
        "/operator/price-list-import",
        Map.of("version", version, "validFrom", from),
        csv.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> hidden(Answer page) {
    Map<String, String> fields = new HashMap<>();
    Matcher field = HIDDEN.matcher(page.body());
    while (field.find()) {
      fields.put(field.group(1), HtmlUtils.htmlUnescape(field.group(2)));
    }
    assertThat(fields).containsOnlyKeys("version", "validFrom", "against", "csv");
    return fields;
  }

  private static Map<String, String> with(Map<String, String> fields, String key, String value) {
    Map<String, String> more = new HashMap<>(fields);
    more.put(key, value);
    return more;
  }
}
