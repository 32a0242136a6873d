package io.countinghouse.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The pages that the other stories do not come by; {@link PagesSeenTests} knows which there are.
 */
@ExtendWith(SharedDemo.class)
class EveryPageTests {

  private final DemoProcess demo;
  private final Aws aws;
  private final Outside outside;

  EveryPageTests(DemoProcess demo) {
    this.demo = demo;
    this.aws = new Aws(demo);
    this.outside = new Outside(demo);
  }

  @Test
  void anOwnerLooksAtTheirAccountsAndInvitesSomebody() {
    Reader reader = Reader.CHINESE_AT_A_DESK;
    try (Browser browser = Browser.open(reader);
        Browser other = Browser.open(Reader.ENGLISH_ON_A_PHONE)) {
      Wizard customer = new Wizard("owner", demo, reader, browser.page());
      customer.registerPlainly("cn2");
      Member owner = new Member("owner", demo, reader, browser.page());
      String workspace = owner.workspace();
      owner.lookAtWorkspace(workspace);
      List.of("/w", "/account", "/account/email", "/account/phone").forEach(owner::look);
      owner.switchSecondFactorOn("/account");
      owner.invite(workspace, workspace + "@example.com");
      owner.enterBillingCenter(workspace);
      List.of("/billing/workspaces", "/billing/wallet", "/billing/cloud-accounts")
          .forEach(owner::look);
      List.of("/billing/profile", "/billing/profile/email", "/billing/profile/phone")
          .forEach(owner::look);
      owner.look("/billing/security");

      Member invited = new Member("invited", demo, Reader.ENGLISH_ON_A_PHONE, other.page());
      invited.openInvitation(workspace + "@example.com");
      invited.join(workspace.replace('_', '-'));
      List.of("/invitation", "/no-such-page", "/aws/guance-cn").forEach(invited::look);
    }
  }

  @Test
  void strangersRegisterSignInAndForgetTheirPasswords() {
    Reader reader = Reader.ENGLISH_ON_A_PHONE;
    try (Browser browser = Browser.open(reader)) {
      Member stranger = new Member("stranger", demo, reader, browser.page());
      List.of("/sign-in", "/register", "/billing/sign-in", "/billing/register")
          .forEach(stranger::look);
      stranger.forget("/password", "nobody");
      Wizard customer = new Wizard("stranger", demo, reader, browser.page());
      customer.registerPlainly("cn1");
      String workspace = stranger.workspace();
      stranger.enterBillingCenter(workspace);
      stranger.switchSecondFactorOn("/billing/security");
    }
  }

  @Test
  void operatorsDecideWhatNobodyElseCan() {
    Reader reader = Reader.ENGLISH_ON_A_PHONE;
    Aws.Sold suspended = aws.sell(Market.OVERSEAS, aws.account("Suspended Ltd"));
    Aws.Sold renewed = aws.sell(Market.OVERSEAS, aws.account("Renewed Ltd"));
    String workspace = new PlainBrowser(demo).setUp(suspended, Market.OVERSEAS);
    String _ = new PlainBrowser(demo).setUp(renewed, Market.OVERSEAS);
    aws.suspend(suspended.agreementId());
    outside.log(workspace, 5_000_000);
    aws.tell(Market.OVERSEAS, ended(renewed));
    outside.advance(Duration.ofHours(2));
    try (Browser browser = Browser.open(reader)) {
      Operator operator = new Operator(demo, reader, browser.page());
      operator.signIn();
      operator.lookAtSuccession();
      operator.lookAtEnd();
      operator.decide();
      operator.lookAtRefundCase();
    }
  }

  /** That an agreement was renewed, by what is never told of. */
  private Map<String, Object> ended(Aws.Sold sold) {
    return Map.of(
        "version",
        "0",
        "id",
        UUID.randomUUID().toString(),
        "detail-type",
        "Purchase Agreement Ended - Proposer",
        "source",
        "aws.agreement-marketplace",
        "account",
        "210987654321",
        "time",
        outside.now().toString(),
        "region",
        "us-east-1",
        "resources",
        List.of(),
        "detail",
        Map.of(
            "requestId",
            UUID.randomUUID().toString(),
            "catalog",
            "AWSMarketplace",
            "agreement",
            Map.of("id", sold.agreementId(), "status", "RENEWED"),
            "acceptor",
            Map.of("accountId", sold.accountId()),
            "proposer",
            Map.of("accountId", "210987654321"),
            "offer",
            Map.of("id", "offer-1")));
  }
}
