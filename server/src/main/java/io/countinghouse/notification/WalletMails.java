package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.notification.Recipients.Recipient;
import io.countinghouse.site.Brand;
import io.countinghouse.wallet.ArrearsNotice;
import io.countinghouse.wallet.ToppedUp;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell a billing account of its balance. */
@Component
class WalletMails {

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final Brand brand;

  WalletMails(MailQueue queue, Recipients recipients, MailWords words, Brand brand) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
    this.brand = brand;
  }

  @EventListener
  void on(ToppedUp event) {
    Recipient to = payer(event.account());
    Mail mail =
        mail(MailTemplate.TOPPED_UP, to, event.account(), event.balance())
            .with("amount", to.language().money(event.amount()));
    queue.put(mail, event.proposal(), to.id());
  }

  @EventListener
  void on(ArrearsNotice event) {
    Recipient to = payer(event.account());
    Mail mail =
        mail(MailTemplate.BALANCE_BELOW_ZERO, to, event.account(), event.balance())
            .with("since", words.time(to.language(), event.since(), to.zone()))
            .with("locks-at", words.time(to.language(), event.locksAt(), to.zone()));
    queue.put(mail, event.since() + "/" + event.daysLeft(), to.id());
  }

  private Recipient payer(BillingAccountId account) {
    return recipients.payer(recipients.account(account), List.of());
  }

  private Mail mail(MailTemplate template, Recipient to, BillingAccountId id, Money balance) {
    BillingAccount account = recipients.account(id);
    return new Mail(
        template,
        to.address(),
        to.language(),
        Map.of(
            "billing-account",
            account.username(),
            "balance",
            to.language().money(balance),
            "url",
            brand.link("/billing/wallet")));
  }
}
