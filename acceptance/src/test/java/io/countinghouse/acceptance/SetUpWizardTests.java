package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The ways through the binding wizard in a real browser, each page checked by axe; the way of a new
 * customer is in {@link MainJobTests}, the binding of workspaces there are in {@link LocksTests}.
 */
@ExtendWith(SharedDemo.class)
class SetUpWizardTests {

  private final DemoProcess demo;
  private final Aws aws;

  SetUpWizardTests(DemoProcess demo) {
    this.demo = demo;
    this.aws = new Aws(demo);
  }

  @Test
  void aWorkspaceIsCreatedAndAConsoleAccountRegisteredOnTheWay() {
    Reader reader = Reader.ENGLISH_ON_A_PHONE;
    try (Browser browser = Browser.open(reader);
        Browser other = Browser.open(reader)) {
      Wizard customer = new Wizard("wizard-create", demo, reader, browser.page());
      String _ = customer.registerPlainly("cn1");
      customer.signOut();
      String _ = customer.registerPlainly("cn2");
      Wizard lands = customer.in(other.page(), reader);
      lands.land(sold(Market.CHINA));
      lands.proveAccount();
      assertThat(lands.isBound(customer.workspaceOn("cn1"))).isFalse();
      lands.create("cn2", "Made on the way");
      assertThat(lands.isBound("Made on the way")).isTrue();
      lands.registerConsole("us1", "Registered on the way");
      assertThat(lands.done()).contains("Made on the way", "Registered on the way");
      assertThat(lands.start()).contains("token=");
    }
  }

  @Test
  void whoIsSignedInToTheBillingCenterOnlyConfirms() {
    Reader reader = Reader.CHINESE_ON_A_PHONE;
    try (Browser browser = Browser.open(reader)) {
      Wizard customer = new Wizard("wizard-confirm", demo, reader, browser.page());
      String _ = customer.registerPlainly("us1");
      customer.signInToBilling();
      customer.land(sold(Market.OVERSEAS));
      customer.confirm(customer.workspaceOn("us1"));
      assertThat(customer.done()).contains(customer.workspaceOn("us1"));
      customer.lookAtCloudAccount();
    }
  }

  @Test
  void aBillingAccountIsRegisteredOnTheWay() {
    Reader reader = Reader.ENGLISH_AT_A_DESK;
    try (Browser browser = Browser.open(reader)) {
      Aws.Sold first = sold(Market.CHINA);
      Newcomer somebody = new Newcomer("wizard-taken", demo, reader, browser.page());
      somebody.land(first);
      somebody.registerUntilTheLastStep("/setup/register/account", "cn2");
      somebody.finish();

      Newcomer customer = new Newcomer("wizard-billing", demo, reader, browser.page());
      browser.forget();
      customer.land(first);
      assertThat(customer.setUp()).contains(somebody.name().substring(0, 2) + "***");
      customer.land(sold(Market.CHINA));
      customer.registerBillingAccount(somebody.name());
      Wizard lands = new Wizard("wizard-billing", demo, reader, browser.page());
      lands.registerConsole("cn2", "The first one");
      assertThat(lands.done()).contains("The first one");
    }
  }

  @Test
  void whoBreaksOffGoesOnByTheMailInAnotherBrowser() {
    Outside outside = new Outside(demo);
    Newcomer customer;
    try (Browser browser = Browser.open(Reader.CHINESE_AT_A_DESK)) {
      customer = new Newcomer("wizard-left", demo, Reader.CHINESE_AT_A_DESK, browser.page());
      customer.land(sold(Market.OVERSEAS));
      customer.registerUntilTheLastStep("/setup/register/account", "us1");
    }
    outside.advance(Duration.ofHours(25));
    try (Browser browser = Browser.open(Reader.CHINESE_ON_A_PHONE)) {
      Newcomer back = customer.in("wizard-resumed", browser.page(), Reader.CHINESE_ON_A_PHONE);
      back.resume();
      back.finish();
    }
  }

  @Test
  void whoChoosesAwsWhenRegisteringComesBackToTheLastStepAndTypesNothingTwice() {
    Reader reader = Reader.ENGLISH_ON_A_PHONE;
    try (Browser browser = Browser.open(reader)) {
      Newcomer customer = new Newcomer("wizard-chosen", demo, reader, browser.page());
      customer.registerUntilTheLastStep("/register", "cn2");
      customer.chooseAws();
      customer.land(sold(Market.CHINA));
      assertThat(customer.typedWorkspace()).isEqualTo(customer.workspace());
      customer.finish();
    }
  }

  @Test
  void aFreeWorkspaceIsUpgradedByWayOfAws() {
    Reader reader = Reader.CHINESE_AT_A_DESK;
    try (Browser browser = Browser.open(reader)) {
      Wizard customer = new Wizard("wizard-upgrade", demo, reader, browser.page());
      customer.registerPlainly("us1");
      customer.goToAwsToUpgrade();
      customer.land(sold(Market.OVERSEAS));
      customer.confirm();
      assertThat(customer.done()).contains(customer.workspaceOn("us1"));
    }
  }

  @Test
  void whatGoesWrongAtAwsWhileTheWizardIsOpenIsSaid() {
    Reader reader = Reader.CHINESE_ON_A_PHONE;
    try (Browser browser = Browser.open(reader)) {
      Newcomer customer = new Newcomer("wizard-wrong", demo, reader, browser.page());
      Aws.Sold unpaid = aws.sellUnpaid(Market.CHINA, "Unpaid Ltd");
      customer.land(unpaid);
      assertThat(customer.setUp()).contains("等待");
      aws.failPayment(unpaid);
      awaitSaid(customer, "未能完成订阅");
      Aws.Sold left = sold(Market.CHINA);
      customer.land(left);
      aws.cancel(left.agreementId());
      awaitSaid(customer, "已取消");
    }
  }

  private static void awaitSaid(Newcomer customer, String words) {
    Awaitility.await("the set-up says " + words)
        .atMost(Duration.ofSeconds(30))
        .until(() -> customer.setUp().contains(words));
  }

  private Aws.Sold sold(Market market) {
    return aws.sell(market, aws.account("Wizard Ltd"));
  }
}
