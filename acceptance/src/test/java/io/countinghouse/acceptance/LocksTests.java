package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two customers cancel: one has all paid for again in time, each workspace in another way; the
 * other acts when all is cleared.
 */
@ExtendWith(SharedDemo.class)
class LocksTests {

  private final DemoProcess demo;
  private final Aws aws;
  private final Outside outside;

  LocksTests(DemoProcess demo) {
    this.demo = demo;
    this.aws = new Aws(demo);
    this.outside = new Outside(demo);
  }

  /**
   * A customer with a workspace on each of two sites, bound to one AWS account in turn.
   *
   * @param owner is signed in where the workspace overseas is
   * @param payer came from AWS
   */
  private record TwoSites(Wizard owner, Wizard payer, String overseas, Aws.Sold sold) {

    List<String> addresses() {
      return List.of(owner.emailOn("cn2"), owner.emailOn("us1"));
    }
  }

  private TwoSites twoSites(Browser desk, Browser landing) {
    Reader reader = Reader.CHINESE_AT_A_DESK;
    Wizard owner = new Wizard("locks-two-sites", demo, reader, desk.page());
    String _ = owner.registerPlainly("cn2");
    owner.signOut();
    String overseas = owner.registerPlainly("us1");
    Wizard payer = owner.in(landing.page(), reader);
    Aws.Sold sold = aws.sell(Market.CHINA, aws.account("Two Sites Ltd"));
    payer.land(sold);
    payer.proveAccount();
    payer.bind("cn2");
    payer.bind("us1");
    assertThat(payer.isBound(owner.workspaceOn("cn2"))).isTrue();
    assertThat(payer.isBound(owner.workspaceOn("us1"))).isTrue();
    assertThat(payer.done()).contains(owner.workspaceOn("cn2"), owner.workspaceOn("us1"));
    payer.signInToBilling();
    assertThat(payer.cloudAccounts()).contains(sold.accountId());
    return new TwoSites(owner, payer, overseas, sold);
  }

  @Test
  void whoActsInTimeKeepsAllAndWhoDoesNotStartsEmpty() {
    try (Browser desk = Browser.open(Reader.CHINESE_AT_A_DESK);
        Browser landing = Browser.open(Reader.CHINESE_AT_A_DESK);
        Browser phone = Browser.open(Reader.ENGLISH_ON_A_PHONE)) {
      TwoSites quick = twoSites(desk, landing);
      Customer slow =
          new Customer("locks-slow", demo, Market.CHINA, Reader.ENGLISH_ON_A_PHONE, phone.page());
      slow.subscribe();
      String lost = slow.register();

      aws.cancel(quick.sold().agreementId());
      slow.cancel();
      outside.advance(Duration.ofHours(2));
      assertAllLocked(quick);
      payAgain(quick);
      slow.plans().lookAtDissolving(lost);

      for (int days : new int[] {7, 4, 2}) {
        int reminded = mails(slow.email(), "will be deleted");
        outside.advance(Duration.ofDays(days));
        awaitMails(slow.email(), "will be deleted", reminded + 1);
      }
      outside.advance(Duration.ofDays(1));
      awaitMails(slow.email(), "has been deleted", 1);

      assertThat(slow.plans().lockOf(lost)).contains("fully locked");
      slow.plans().letTheBillingAccountPay(lost);
      awaitMails(slow.email(), "is open again", 1);
      assertThat(slow.plans().of(lost)).contains("Open");
      assertThat(quick.payer().lockedWorkspaces()).isZero();
      assertThat(quick.addresses())
          .allSatisfy(it -> assertThat(subjects(it)).noneMatch(mail -> mail.contains("清除")));
    }
  }

  /** The cloud account is gone, both workspaces are locked, and who has to know was told. */
  private void assertAllLocked(TwoSites quick) {
    assertThat(quick.payer().cloudAccounts()).doesNotContain(quick.sold().accountId());
    assertThat(quick.payer().lockedWorkspaces()).isEqualTo(2);
    assertThat(quick.owner().plans().lockOf(quick.overseas())).containsPattern("13");
    awaitMail(quick.owner().emailOn("cn2"), quick.owner().workspaceOn("cn2") + "”已锁定");
    awaitMail(quick.owner().emailOn("us1"), quick.owner().workspaceOn("us1") + "”已锁定");
    awaitMail(quick.owner().emailOn("cn2"), "云账号已移除");
  }

  /** One by another subscription of the same AWS account, the other by the billing account. */
  private void payAgain(TwoSites quick) {
    quick.payer().land(aws.sell(Market.CHINA, quick.sold().accountId()));
    quick.payer().confirm(quick.owner().workspaceOn("cn2"));
    quick.owner().plans().letTheBillingAccountPay(quick.overseas());
    awaitMail(quick.owner().emailOn("cn2"), quick.owner().workspaceOn("cn2") + "”已解锁");
    awaitMail(quick.owner().emailOn("us1"), quick.owner().workspaceOn("us1") + "”已解锁");
    assertThat(quick.payer().cloudAccounts()).contains(quick.sold().accountId());
    assertThat(quick.payer().lockedWorkspaces()).isZero();
  }

  private void awaitMail(String address, String subject) {
    Awaitility.await("a mail to " + address + " about " + subject)
        .atMost(Duration.ofSeconds(60))
        .until(() -> subjects(address).stream().anyMatch(it -> it.contains(subject)));
  }

  private int mails(String address, String subject) {
    return Math.toIntExact(subjects(address).stream().filter(it -> it.contains(subject)).count());
  }

  private void awaitMails(String address, String subject, int count) {
    Awaitility.await(count + " mails to " + address + " about " + subject)
        .atMost(Duration.ofSeconds(60))
        .until(() -> mails(address, subject) == count);
  }

  private List<String> subjects(String address) {
    return StreamSupport.stream(outside.mails(address).spliterator(), false)
        .map(mail -> mail.path("subject").asString())
        .toList();
  }
}
