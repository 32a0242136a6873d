package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.CloudAccountEndingRevoked;
import io.countinghouse.settlement.IntendedBindingOvertaken;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Who is told that AWS thought better of it. */
@AccountsTest
@Import(MailedCustomers.class)
class SettlementMailsIntegrationTests {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final AgreementId AGREEMENT = new AgreementId("agmt_1");
  private static final Instant AT = Instant.parse("2026-05-01T03:20:00Z");

  @Autowired private MailedCustomers customers;
  @Autowired private GreenMail mails;

  private final String name = "s" + COUNT.incrementAndGet();
  private final String ownerAddress = MailedCustomers.ownerAddress(name);
  private final String payerAddress = MailedCustomers.payerAddress(name);

  @BeforeEach
  void emptyTheBoxes() throws Exception {
    customers.emptyTheBoxes();
  }

  @Test
  void thatItDoesNotEndAfterAllIsToldToThoseWhoWereToldThatItDoes() throws Exception {
    WorkspaceId one = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.tellOf(
        new CloudAccountEndingRevoked(AGREEMENT, payer, "123456789012", List.of(one), AT));
    assertThat(customers.textTo(ownerAddress))
        .contains("accept new data again", "AWS account: 123456789012", "/w/" + one + "/plan");
    assertThat(customers.to(payerAddress).getSubject()).isEqualTo("您在 AWS 上的观测云订阅将继续");
    assertThat(mails.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whoseChoiceWasOvertakenIsToldWithALinkThatLeadsThem() throws Exception {
    WorkspaceId workspace = customers.workspace(name, Language.EN);
    BillingAccountId payer = customers.payer(name, Language.ZH);
    customers.tellOf(new IntendedBindingOvertaken(AGREEMENT, payer, workspace, AT));
    assertThat(customers.textTo(ownerAddress))
        .contains("your choice was dropped", "/w/" + workspace + "/plan");
    assertThat(customers.textTo(payerAddress))
        .contains("您的这一选择已取消", "/billing/workspaces/" + workspace + "/settlement")
        .doesNotContain("/plan");
  }
}
