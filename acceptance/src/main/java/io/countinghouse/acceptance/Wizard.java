package io.countinghouse.acceptance;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicInteger;

/** What somebody does who comes from AWS with a billing account, each page kept as a picture. */
final class Wizard {

  static final String PASSWORD = "correct horse battery";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Pictures pictures;
  private final DemoProcess demo;
  private final Outside outside;
  private final Page page;
  private final String name;
  private final String story;
  private String home;

  /**
   * Somebody new.
   *
   * @param story names the folder of the pictures
   */
  Wizard(String story, DemoProcess demo, Reader reader, Page page) {
    this(
        story,
        demo,
        reader,
        page,
        "wiz" + NUMBERS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36),
        "");
  }

  private Wizard(
      String story, DemoProcess demo, Reader reader, Page page, String name, String home) {
    this.story = story;
    this.pictures = new Pictures(story, reader, page);
    this.demo = demo;
    this.outside = new Outside(demo);
    this.page = page;
    this.name = name;
    this.home = home;
  }

  /** The same person in another browser. */
  Wizard in(Page other, Reader reader) {
    return new Wizard(story + "-landed", demo, reader, other, name, home);
  }

  /** Leaves the console. */
  void signOut() {
    page.navigate(demo.server("/w").toString());
    page.locator("form[action='/sign-out']").first().evaluate("form => form.submit()");
    Arrival.at(page, "**/sign-in");
  }

  /** The address of the owner on a site; the billing account has the first of them. */
  String emailOn(String site) {
    return name + "-" + site + "@example.com";
  }

  /**
   * Registers without AWS: a billing account, if there is none, and a workspace on a site.
   *
   * @return the new workspace
   */
  String registerPlainly(String site) {
    page.navigate(demo.server("/register").toString());
    page.locator("#site").selectOption(site);
    page.locator("#username").fill(name);
    int mails = outside.mailCount(emailOn(site));
    page.locator("#email").fill(emailOn(site));
    page.locator("#send-code").click();
    page.locator("#code").fill(outside.codeAfter(emailOn(site), mails));
    page.locator("#password").fill(PASSWORD);
    next();
    Arrival.at(page, "**/register/{company,existing}");
    if (page.url().endsWith("existing")) {
      pictures.take("existing");
      page.locator("#password").fill(PASSWORD);
    } else {
      page.locator("#company").fill("Example Ltd");
      page.locator("#agreed").check();
    }
    next();
    page.locator("#workspaceName").fill(workspaceOn(site));
    next();
    Arrival.at(page, "**/plan");
    home = home.isEmpty() ? site : home;
    return page.url().replaceFirst(".*/w/([^/]+)/plan.*", "$1");
  }

  String workspaceOn(String site) {
    return name + " " + site;
  }

  /** Comes with a subscription. */
  void land(Aws.Sold sold) {
    Browser.land(page, demo, sold);
    Arrival.at(page, "**/setup{,/*}");
    pictures.take("setup");
  }

  /** Reads how binding goes, and shows the billing account to be theirs. */
  void proveAccount() {
    page.locator("a[data-dialog='how']").click();
    pictures.take("how");
    page.locator("dialog a.btn-primary").click();
    page.locator("#username").fill(name);
    pictures.take("account");
    int mails = outside.mailCount(emailOn(home));
    page.locator("button[formaction$='/account-code']").click();
    page.locator("#code").fill(outside.codeAfter(emailOn(home), mails));
    pictures.take("account-code");
    next();
    Arrival.at(page, "**/setup/bind/workspaces");
    pictures.take("workspaces");
  }

  /** Binds the workspace on a site with its owner's code. */
  void bind(String site) {
    row(workspaceOn(site)).locator("a.btn").click();
    page.locator("#email").fill(emailOn(site));
    pictures.take("bind-one");
    int mails = outside.mailCount(emailOn(site));
    page.locator("button[formaction$='/owner-code']").click();
    page.locator("#code").fill(outside.codeAfter(emailOn(site), mails));
    pictures.take("bind");
    next();
    Arrival.at(page, "**/setup/bind/workspaces");
    pictures.take("bound");
  }

  /** Whether the list says of a workspace that it is bound, or will be. */
  boolean isBound(String workspace) {
    return row(workspace).locator(".badge").count() == 1;
  }

  private Locator row(String workspace) {
    return page.locator("#workspaces li").filter(new Locator.FilterOptions().setHasText(workspace));
  }

  /** Makes a workspace for the console account there is. */
  void create(String site, String workspace) {
    page.locator("a[href^='/setup/bind/new']").click();
    page.locator("#site").selectOption(site);
    page.locator("#workspaceName").fill(workspace);
    page.locator("#email").fill(emailOn(site));
    pictures.take("create");
    int mails = outside.mailCount(emailOn(site));
    page.locator("button[formaction$='/new-code']").click();
    page.locator("#code").fill(outside.codeAfter(emailOn(site), mails));
    next();
    Arrival.at(page, "**/setup/bind/workspaces");
    pictures.take("created");
  }

  /** Registers a console account on the way, with a workspace. */
  void registerConsole(String site, String workspace) {
    page.locator("a[href^='/setup/bind/console']").click();
    page.locator("#site").selectOption(site);
    page.locator("#username").fill(name + "-b");
    String email = name + "-b@example.com";
    page.locator("#email").fill(email);
    page.locator("#send-code").click();
    page.locator("#code").fill(outside.codeSentTo(email));
    page.locator("#password").fill(PASSWORD);
    page.locator("#workspaceName").fill(workspace);
    pictures.take("console");
    next();
    Arrival.at(page, "**/setup/bind/workspaces");
    pictures.take("registered");
  }

  /** Is done: what the last page lists. */
  String done() {
    if (!page.url().endsWith("/setup/done")) {
      page.locator("a[href='/setup/done']").click();
    }
    Arrival.at(page, "**/setup/done");
    pictures.take("done");
    return page.locator("#bound").innerText();
  }

  /** Starts with the workspace that the last page leads to, and gets the install command. */
  String start() {
    page.locator("main a.btn-primary").click();
    Arrival.at(page, "**/start");
    pictures.take("start");
    page.locator("form[action$='/start/token'] button").click();
    page.locator("#command").waitFor();
    pictures.take("command");
    return page.locator("#command").innerText();
  }

  /** Signs in to the Billing Center. */
  void signInToBilling() {
    page.navigate(demo.server("/billing/sign-in").toString());
    page.locator("input[name='name'], input[name='username']").first().fill(name);
    page.locator("#password").fill(PASSWORD);
    page.locator("main button.btn-primary").click();
    Arrival.at(page, "**/billing{,/*}");
  }

  /** Goes from the plan page of a workspace on the free plan by the Billing Center to AWS. */
  void goToAwsToUpgrade() {
    page.locator("button[name='target'][value='SETTLEMENT']").click();
    Arrival.at(page, "**/settlement");
    pictures.take("settlement");
    page.locator("a[href$='/settlement/subscribe']").click();
    Arrival.at(page, "**/settlement/subscribe");
    pictures.take("subscribe");
    page.locator("section a.btn-primary").click();
    Arrival.atSimulator(page, demo);
  }

  /** Looks at the cloud account in the Billing Center, and at what else it could pay for. */
  void lookAtCloudAccount() {
    page.locator("a[href='/billing/cloud-accounts']").click();
    Arrival.at(page, "**/billing/cloud-accounts");
    pictures.take("cloud-accounts");
    page.locator("main a.btn[href$='/workspaces']").first().click();
    Album.await(page, "billing/bind");
    pictures.take("bind-more");
  }

  /** The Billing Center's page of cloud accounts. */
  String cloudAccounts() {
    page.navigate(demo.server("/billing/cloud-accounts").toString());
    pictures.take("cloud-accounts");
    return page.locator("main").innerText();
  }

  /** How many workspaces the Billing Center lists as locked or cleared. */
  int lockedWorkspaces() {
    page.navigate(demo.server("/billing/workspaces").toString());
    pictures.take("billing-workspaces");
    return page.locator("main tbody .bg-red-lt").count();
  }

  /** The plans of this customer's workspaces. */
  PlanPages plans() {
    return new PlanPages(demo, page, pictures);
  }

  /** Chooses workspaces of the known account and submits. */
  void confirm(String... workspaces) {
    Arrival.at(page, "**/setup/confirm");
    for (String workspace : workspaces) {
      row(workspace).locator("input").check();
    }
    pictures.take("confirm");
    next();
    Arrival.at(page, "**/setup/done");
  }

  private void next() {
    page.locator(
            "#page-form button.btn-primary, #page-form button:not([formaction]):not(.visually-hidden)[type=submit]")
        .last()
        .click();
  }
}
