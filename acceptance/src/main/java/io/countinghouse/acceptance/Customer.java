package io.countinghouse.acceptance;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a customer does in a browser, each page kept as a picture. */
final class Customer {

  private static final Pattern WORKSPACE = Pattern.compile("/w/(wksp_[^/]+)/plan");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Pictures pictures;
  private final DemoProcess demo;
  private final Market market;
  private final Outside outside;
  private final Reader reader;
  private final Page page;
  private final String name;

  /**
   * Somebody new.
   *
   * @param story names the folder of the pictures
   */
  Customer(String story, DemoProcess demo, Market market, Reader reader, Page page) {
    this.pictures = new Pictures(story, reader, page);
    this.demo = demo;
    this.market = market;
    this.outside = new Outside(demo);
    this.reader = reader;
    this.page = page;
    this.name = "acme" + NUMBERS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
  }

  String email() {
    return name + "@example.com";
  }

  /** From the marketplace's front page to our set-up. */
  void subscribe() {
    open(demo.simulator("/"), "marketplace");
    page.locator("main h2 a[href$='/products/" + new Aws(demo).productCode(market) + "']").click();
    picture("product");
    link(reader.words().continueToSubscribe()).click();
    picture("aws-sign-in");
    page.locator("#name").fill(name + " Ltd");
    button(reader.words().createAndSignIn()).click();
    picture("subscribe");
    button(reader.words().subscribe()).click();
    picture("subscribed");
    button(reader.words().setUp()).click();
    Arrival.at(page, "**/setup");
    picture("setup");
  }

  /** The AWS account in use, by the marketplace's page. */
  String awsAccount() {
    page.navigate(demo.simulator("/software").toString());
    return page.locator("header .sim-id").innerText().strip();
  }

  /** Lands by the form that AWS's page posts, from another site. */
  void landWith(Aws.Sold sold) {
    Browser.land(page, demo, sold);
    Arrival.at(page, "**/setup");
  }

  /**
   * Registers with the code from the mail.
   *
   * @return the new workspace
   */
  String register() {
    page.locator("main a.btn-primary, .card a.btn-primary").first().click();
    page.locator("#username").waitFor();
    picture("register");
    if (!page.locator("#site").inputValue().equals(market.site())) {
      throw new AssertionError("not preselected: " + market.site());
    }
    page.locator("#username").fill(name);
    page.locator("#email").fill(email());
    page.locator("#send-code").click();
    page.locator("#code").fill(outside.codeSentTo(email()));
    page.locator("#password").fill("correct horse battery");
    picture("registering");
    next();
    page.locator("#company").fill("Example Ltd");
    page.locator("#agreed").check();
    picture("company");
    next();
    page.locator("#workspaceName").fill("Workspace of " + name);
    picture("workspace");
    next();
    Arrival.at(page, "**/setup/done");
    picture("done");
    page.locator("a.btn-primary").click();
    Arrival.at(page, "**/start");
    picture("start");
    page.locator("nav a[href$='/plan']").click();
    Arrival.at(page, "**/plan");
    picture("plan");
    Matcher workspace = WORKSPACE.matcher(page.url());
    if (!workspace.find()) {
      throw new AssertionError("not a plan page: " + page.url());
    }
    return workspace.group(1);
  }

  private void next() {
    page.locator("#page-form button.btn-primary").click();
  }

  /** What the usage page says of today in all, its chart drawn. */
  String usageToday(String workspace) {
    open(demo.server("/w/" + workspace + "/plan"), "plan-before-usage");
    page.locator("nav a[href$='/usage']").click();
    page.locator("figure canvas").first().waitFor();
    picture("usage");
    return page.locator("#today-total").innerText();
  }

  /** One hour on the demo's clock page. */
  void letAnHourPass() {
    open(demo.server("/demo/clock"), "clock");
    plusHour();
    picture("clock-moved");
  }

  /** The same while the demo uses all open workspaces, through the usage API. */
  void useForAnHour() {
    open(demo.server("/demo/clock"), "clock");
    page.locator("#clock-form input[name='usage']").check();
    plusHour();
    picture("clock-used");
  }

  private void plusHour() {
    button(reader.words().plusHour()).click();
    page.locator("[role=status].alert-success")
        .waitFor(new Locator.WaitForOptions().setTimeout(60_000));
  }

  /** The total of the marketplace's bill for the month of that time. */
  String billedTotal(Instant time) {
    YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
    open(demo.simulator("/bill?month=" + month), "bill");
    return page.locator("tfoot td").first().innerText().strip();
  }

  /** Cancels where AWS has it: software, manage, actions, cancel, yes. */
  void cancel() {
    open(demo.simulator("/"), "marketplace-again");
    link(reader.words().software()).click();
    picture("software");
    page.locator("main a").filter(withText(reader.words().manage())).first().click();
    picture("manage");
    page.locator("summary").filter(withText(reader.words().actions())).click();
    picture("actions");
    link(reader.words().cancel()).click();
    picture("cancel");
    button(reader.words().confirmCancel()).click();
    page.locator(".alert-warning").first().waitFor();
    picture("cancelled");
  }

  /** The plans of this customer's workspaces. */
  PlanPages plans() {
    return new PlanPages(demo, page, pictures);
  }

  void lookAtMails() {
    open(demo.mailBox("/?to=" + email()), "mails");
    page.locator("td a").first().click();
    picture("mail");
  }

  private void open(URI uri, String picture) {
    page.navigate(uri.toString());
    picture(picture);
  }

  private void picture(String what) {
    pictures.take(what);
  }

  private Locator link(String words) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(words).setExact(true))
        .first();
  }

  private Locator button(String words) {
    return page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true))
        .first();
  }

  private static Locator.FilterOptions withText(String words) {
    return new Locator.FilterOptions().setHasText(words);
  }
}
