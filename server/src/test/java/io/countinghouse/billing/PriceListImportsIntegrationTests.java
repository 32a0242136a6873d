package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.billing.PriceListImports.Outcome;
import io.countinghouse.billing.PriceListImports.Upload;
import io.countinghouse.billing.PriceListImports.Withdrawal;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Price lists that come in while the server runs. It is 1 May in China, 30 April elsewhere. */
@JobTest
class PriceListImportsIntegrationTests implements BothProducts {

  private static final Actor ACTOR = Actor.operator(new OperatorId("oper_1"));
  private static final Currency CNY = Currency.getInstance("CNY");
  private static final String SHIPPED = "2026-01-01";

  @Autowired PriceListImports imports;
  @Autowired PriceListDirectory directory;
  @Autowired PriceLists lists;
  @Autowired PriceListTable table;
  @Autowired FirstDay firstDay;
  @Autowired AuditTrail audit;
  @Autowired Sites sites;
  @Autowired TestClock clock;
  @Autowired TransactionTemplate tx;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void withdrawAll() {
    jdbc.sql(
            """
            UPDATE billing.price_list SET withdrawn_at = now(), withdrawn_reason = 'test'
             WHERE version <> :shipped AND withdrawn_at IS NULL\
            """)
        .param("shipped", SHIPPED)
        .update();
  }

  @Test
  void aPriceChangesAtEachSitesOwnMidnight() {
    store("june", "2026-06-01", "2.5");
    Site china = sites.get(new SiteId("cn2"));
    Site overseas = sites.get(new SiteId("us1"));

    // 31 May, 16:00 UTC: the month ends in Shanghai, eight hours before UTC.
    Instant midnight = Instant.parse("2026-05-31T16:00:00Z");
    assertThat(price(china.dayOf(midnight.minusMillis(1)))).isEqualByComparingTo("2");
    assertThat(price(china.dayOf(midnight))).isEqualByComparingTo("2.5");
    assertThat(price(overseas.dayOf(midnight))).isEqualByComparingTo("2");
    assertThat(price(overseas.dayOf(Instant.parse("2026-06-01T00:00:00Z"))))
        .isEqualByComparingTo("2.5");
    // The other hours of that UTC day: Shanghai's day is not UTC's.
    assertThat(price(china.dayOf(Instant.parse("2026-06-30T23:00:00Z"))))
        .isEqualByComparingTo("2.5");
  }

  @Test
  void aLeapDayIsADayOfItsOwn() {
    store("leap", "2028-02-29", "2.5");
    store("after", "2028-03-01", "3");
    assertThat(price(LocalDate.of(2028, 2, 28))).isEqualByComparingTo("2");
    assertThat(price(LocalDate.of(2028, 2, 29))).isEqualByComparingTo("2.5");
    assertThat(price(LocalDate.of(2028, 3, 1))).isEqualByComparingTo("3");
    assertThat(refused(upload("none", "2027-02-29", "2.5")))
        .containsExactly(PriceProblem.Kind.BAD_DAY);
  }

  @Test
  void anotherNodeSeesAListFromTheMomentItIsStored() {
    PriceLists otherNode = new PriceLists(table);
    LocalDate day = LocalDate.of(2027, 1, 1);
    assertThat(versionAt(otherNode, day)).hasValue(SHIPPED);
    store("node", "2027-01-01", "2");
    assertThat(versionAt(otherNode, day)).hasValue("node");
    assertThat(imports.withdraw("node", "a test", ACTOR)).isEqualTo(Withdrawal.DONE);
    assertThat(versionAt(otherNode, day)).hasValue(SHIPPED);
    assertThat(versionAt(otherNode, LocalDate.of(2025, 12, 31))).isEmpty();
  }

  @Test
  void oneReadingGoesByOneSetOfLists() {
    LocalDate day = LocalDate.of(2027, 2, 1);
    tx.executeWithoutResult(_ -> {
      assertThat(lists.inForce(day).map(PriceList::version)).hasValue(SHIPPED);
      Thread elsewhere = Thread.ofVirtual().start(() -> store("between", "2027-02-01", "2"));
      assertThat(join(elsewhere)).isTrue();
      assertThat(lists.inForce(day).map(PriceList::version)).hasValue(SHIPPED);
    });
    assertThat(versionAt(lists, day)).hasValue("between");
  }

  private static boolean join(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noDayThatHasBegunAnywhereIsPricedAgain() {
    assertThat(refused(upload("late", "2026-05-01", "2")))
        .containsExactly(PriceProblem.Kind.DAY_BEGUN);
    store("soon", "2026-05-02", "2");
    clock.set(Instant.parse("2026-05-01T16:00:00Z"));
    assertThat(imports.withdraw("soon", "too late", ACTOR)).isEqualTo(Withdrawal.BEGUN);
    assertThat(imports.withdraw("nobody", "none", ACTOR)).isEqualTo(Withdrawal.UNKNOWN);
    assertThat(directory.find("soon").orElseThrow().state())
        .isEqualTo(PriceListDirectory.State.IN_FORCE);
    assertThat(directory.find(SHIPPED).orElseThrow().state())
        .isEqualTo(PriceListDirectory.State.IN_FORCE);
    clock.set(Instant.parse("2026-05-02T00:00:00Z"));
    assertThat(directory.find(SHIPPED).orElseThrow().state())
        .isEqualTo(PriceListDirectory.State.PAST);
  }

  @Test
  void namesAndDaysAreUsedOnce() {
    store("once", "2026-07-01", "2");
    assertThat(refused(upload("once", "2026-07-01", "2")))
        .containsExactly(PriceProblem.Kind.VERSION_USED, PriceProblem.Kind.DAY_TAKEN);
    imports.withdraw("once", "a test", ACTOR);
    assertThat(refused(upload("once", "2026-07-01", "2")))
        .containsExactly(PriceProblem.Kind.VERSION_USED);
    store("again", "2026-07-01", "2");
    assertThat(refused(upload("../up", "tomorrow", "-1")))
        .containsExactly(
            PriceProblem.Kind.BAD_VERSION, PriceProblem.Kind.BAD_DAY, PriceProblem.Kind.BELOW_0);
  }

  @Test
  void warningsAndAnotherBaseHoldAListBack() {
    Upload drastic = upload("drastic", "2026-08-01", "25.01");
    assertThat(imports.store(drastic, SHIPPED, false, ACTOR)).isInstanceOf(Outcome.Preview.class);
    assertThat(imports.store(drastic, "other", true, ACTOR)).isInstanceOf(Outcome.Preview.class);
    assertThat(directory.find("drastic")).isEmpty();
    assertThat(imports.store(drastic, SHIPPED, true, ACTOR))
        .isEqualTo(new Outcome.Stored("drastic"));
    assertThat(
            jdbc.sql(
                    """
                    SELECT actor || ' ' || (details ->> 'prices') || ' ' || (details ->> 'against') FROM audit.entry
                     WHERE action = 'price-list.stored' AND subject = 'drastic'\
                    """)
                .query(String.class)
                .single())
        .isEqualTo("oper_1 117 " + SHIPPED);
    assertThat(imports.preview(upload("next", "2026-09-01", "25.01")))
        .isInstanceOfSatisfying(
            Outcome.Preview.class,
            preview -> {
              assertThat(preview.against()).isEqualTo("drastic");
              assertThat(preview.until()).isNull();
              assertThat(preview.changes().prices()).isEmpty();
            });
    assertThat(imports.preview(upload("before", "2026-07-15", "2.5")))
        .isInstanceOfSatisfying(
            Outcome.Preview.class, preview -> assertThat(preview.until()).isEqualTo("2026-08-01"));
  }

  @Test
  void theFileOfAListGivesTheSameListBack() {
    String csv =
        String.join(",", PriceListReader.WITH_ALLOWANCES)
            + "\r\nnetwork,1,MAX,,CNY,china,2,timeseries,300\r\n"
            + "network,1,MAX,,USD,international,2,,\r\n";
    Upload upload =
        new Upload(
            "file", "2026-10-01", new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)));
    assertThat(imports.store(upload, SHIPPED, true, ACTOR)).isEqualTo(new Outcome.Stored("file"));
    PriceList stored = directory.find("file").orElseThrow().list();
    assertThat(PriceListDirectory.csv(stored)).isEqualTo(csv);
    assertThat(stored.allowances())
        .containsExactly(
            new Allowance(Item.NETWORK, Site.Kind.CHINA, Item.TIMESERIES, new BigDecimal("300")));
    assertThat(PriceListDirectory.csv(directory.find(SHIPPED).orElseThrow().list()))
        .hasLineCount(118)
        .doesNotContain("grants");
  }

  @Test
  void aConfiguredListIsLoadedOnceAndNeverOverDaysThatHaveBegun() throws Exception {
    configured("conf", "2026-11-01", "2").afterPropertiesSet();
    configured("conf", "2026-11-01", "2").afterPropertiesSet();
    assertThat(versionAt(lists, LocalDate.of(2026, 11, 1))).hasValue("conf");
    assertThatThrownBy(configured("conf", "2026-11-01", "3")::afterPropertiesSet)
        .hasMessageContaining("conf was loaded before with other prices");
    assertThatThrownBy(configured("slow", "2026-05-01", "2")::afterPropertiesSet)
        .hasMessageContaining("let it begin on 2026-05-02 or later");
    assertThatThrownBy(configured("wrong", "2026-12-01", "-2")::afterPropertiesSet)
        .hasMessageContaining("line ")
        .hasMessageContaining("price: below 0 [-2]");
    assertThat(directory.find("slow")).isEmpty();
    imports.withdraw("conf", "a test", ACTOR);
    configured("conf", "2026-11-01", "2").afterPropertiesSet();
    assertThat(versionAt(lists, LocalDate.of(2026, 11, 1))).hasValue(SHIPPED);
  }

  private ConfiguredPriceLists configured(String version, String from, String price) {
    Upload upload = upload(version, from, price);
    return new ConfiguredPriceLists(
        new BillingSettings(
            List.of(
                new BillingSettings.PriceListFile(version, LocalDate.parse(from), upload.csv()))),
        table,
        firstDay,
        audit,
        tx);
  }

  private List<PriceProblem.Kind> refused(Upload upload) {
    Outcome outcome = imports.store(upload, SHIPPED, true, ACTOR);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).problems().stream().map(PriceProblem::kind).toList();
  }

  private void store(String version, String from, String price) {
    Upload upload = upload(version, from, price);
    Outcome.Preview preview = (Outcome.Preview) imports.preview(upload);
    assertThat(imports.store(upload, preview.against(), true, ACTOR))
        .isEqualTo(new Outcome.Stored(version));
  }

  /** The shipped list with another price of hosts at sites in China, in CNY. */
  private Upload upload(String version, String from, String price) {
    String csv =
        PriceListDirectory.csv(directory.find(SHIPPED).orElseThrow().list())
            .replaceFirst("(network,1,MAX,,CNY,china),[0-9.]+", "$1," + price);
    return new Upload(version, from, new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)));
  }

  private BigDecimal price(LocalDate day) {
    return tx.execute(_ ->
        lists
            .inForce(day)
            .orElseThrow()
            .price(Item.NETWORK, "", CNY, Site.Kind.CHINA)
            .orElseThrow());
  }

  private Optional<String> versionAt(PriceLists of, LocalDate day) {
    return tx.execute(_ -> of.inForce(day).map(PriceList::version));
  }
}
