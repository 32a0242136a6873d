package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
    }
  }

  private Aws.Sold sold(Market market) {
    return aws.sell(market, aws.account("Wizard Ltd"));
  }
}
