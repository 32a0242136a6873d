package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.CloudAccountEndingRevoked;
import io.countinghouse.settlement.CloudAccountReleased;
import io.countinghouse.settlement.CloudAccountRemoved;
import io.countinghouse.settlement.IntendedBindingDropped;
import io.countinghouse.settlement.IntendedBindingOvertaken;
import io.countinghouse.settlement.IntendedBindingStarted;
import io.countinghouse.settlement.SetUpCompleted;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told how workspaces are settled, and in which language. */
class SettlementMailsIntegrationTests extends MailsIntegration {

  private static final AgreementId AGREEMENT = new AgreementId("agmt_1");

  @Test
  void afterSetUpOwnerAndPayerAreToldEachInTheirLanguage() throws Exception {
    WorkspaceId workspace = workspace(Language.ZH);
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, true));
    worker.runAll();
    MimeMessage toOwner = to(ownerAddress);
    assertThat(toOwner.getSubject()).startsWith("开通成功");
    assertThat(part(toOwner, 0))
        .contains("http://localhost:8080/w/" + workspace + "/plan", "support@example.com");
    assertThat(to(payerAddress).getSubject()).startsWith("You’re all set");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void oneAddressGetsOneMail() throws Exception {
    WorkspaceId workspace = workspace(Language.ZH);
    BillingAccountId payer = payer(ownerAddress.replace('m', 'M'), Language.EN);
    publish(new SetUpCompleted(AGREEMENT, payer, workspaces.ownerOf(workspace), workspace, false));
    worker.runAll();
    assertThat(only().getSubject()).contains("正在等待 AWS 确认订阅");
  }

  @Test
  void anEndingSubscriptionIsToldToOwnersAndPayer() throws Exception {
    WorkspaceId one = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new CloudAccountEnding(AGREEMENT, payer, "123456789012", List.of(one), AT));
    worker.runAll();
    assertThat(part(to(ownerAddress), 0))
        .contains("1 May 2026, 11:20 (UTC+8)", "AWS account: 123456789012", "/w/" + one + "/plan");
    assertThat(part(to(payerAddress), 0))
        .contains("2026 年 5 月 1 日 11:20（UTC+8）")
        .doesNotContain("/plan");
  }

  @Test
  void thatItDoesNotEndAfterAllIsToldToThoseWhoWereToldThatItDoes() throws Exception {
    WorkspaceId one = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new CloudAccountEndingRevoked(AGREEMENT, payer, "123456789012", List.of(one), AT));
    worker.runAll();
    assertThat(part(to(ownerAddress), 0))
        .contains("accept new data again", "AWS account: 123456789012", "/w/" + one + "/plan");
    assertThat(to(payerAddress).getSubject()).isEqualTo("您在 AWS 上的观测云订阅将继续");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aRemovedCloudAccountIsToldToItsHolder() throws Exception {
    WorkspaceId one = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new CloudAccountRemoved(AGREEMENT, payer, "", List.of(one), AT));
    worker.runAll();
    assertThat(only().getAllRecipients()).singleElement().hasToString(payerAddress);
    assertThat(part(only(), 0))
        .contains("Workspaces: space-" + name)
        .doesNotContain("AWS account:");
  }

  @Test
  void aFailedSubscriptionIsToldToOwnerAndPayer() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new IntendedBindingDropped(AGREEMENT, payer, workspace(Language.EN), AT));
    worker.runAll();
    assertThat(to(ownerAddress).getSubject()).startsWith("AWS could not complete");
    assertThat(to(payerAddress).getSubject()).startsWith("AWS 未能完成订阅");
  }

  @Test
  void whoseChoiceWasOvertakenIsToldWithALinkThatLeadsThem() throws Exception {
    WorkspaceId workspace = workspace(Language.EN);
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new IntendedBindingOvertaken(AGREEMENT, payer, workspace, AT));
    worker.runAll();
    assertThat(part(to(ownerAddress), 0))
        .contains("your choice was dropped", "/w/" + workspace + "/plan");
    assertThat(part(to(payerAddress), 0))
        .contains("您的这一选择已取消", "/billing/workspaces/" + workspace + "/settlement")
        .doesNotContain("/plan");
  }

  @Test
  void aReleasedCloudAccountIsToldToItsHolderUnlessAWorkspaceTellsIt() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.ZH);
    publish(new CloudAccountReleased(AGREEMENT, payer, "", List.of(workspace(Language.EN)), AT));
    publish(new CloudAccountReleased(AGREEMENT, payer, "", List.of(), AT));
    worker.runAll();
    assertThat(only().getSubject()).isEqualTo("AWS 未能完成订阅，云账号已释放");
  }

  @Test
  void aConfirmedSubscriptionIsToldToOwnerAndPayerEachInTheirLanguage() throws Exception {
    BillingAccountId payer = payer(payerAddress, Language.EN);
    publish(new IntendedBindingStarted(AGREEMENT, payer, workspace(Language.ZH), AT));
    worker.runAll();
    assertThat(to(ownerAddress).getSubject()).startsWith("AWS 已确认订阅");
    assertThat(to(payerAddress).getSubject()).startsWith("AWS has confirmed your subscription");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }
}
