package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.PasswordResets;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.workspace.Invitations;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspaces;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails with a link or a code in them, from the wish to the mail server. */
@AccountsTest
class InvitationMailsIntegrationTests {

  private static final Pattern LINK =
      Pattern.compile("http://localhost:8080/invitation\\?token=([A-Za-z0-9_-]{43})");

  @Autowired private GreenMail mails;
  @Autowired private Invitations invitations;
  @Autowired private PasswordResets resets;
  @Autowired private Workspaces workspaces;
  @Autowired private ConsoleAccounts accounts;
  @Autowired private OutboxWorker worker;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void theLinkIsMadeAtSendingAndOpensTheInvitation() throws Exception {
    ConsoleAccountId owner = account("inviter").id();
    WorkspaceId workspace =
        Objects.requireNonNull(
                tx.execute(
                    _ -> workspaces.create(Accounts.CN2, "生产环境", Language.ZH, Plan.FREE, owner)))
            .id();
    invitations.invite(workspace, owner, new EmailAddress("guest@inv.example"), Role.MEMBER);
    List<String> waiting =
        jdbc.sql("SELECT payload FROM outbox.work WHERE payload ->> 'to' = 'guest@inv.example'")
            .query((rs, _) -> Objects.requireNonNull(rs.getString("payload")))
            .list();
    worker.runAll();
    MimeMessage mail = mailTo("guest@inv.example");
    assertThat(mail.getSubject()).isEqualTo("inviter 邀请您加入“生产环境”");
    Matcher link = LINK.matcher(text(mail));
    assertThat(link.find()).isTrue();
    assertThat(invitations.byToken(link.group(1)))
        .hasValueSatisfying(it -> assertThat(it.workspace()).isEqualTo(workspace));
    assertThat(waiting).hasSize(1).noneMatch(it -> it.contains(link.group(1)));
  }

  @Test
  void aMailOfAnInvitationThatWasTakenBackIsNotSent() throws Exception {
    ConsoleAccountId owner = account("revoker").id();
    WorkspaceId workspace =
        Objects.requireNonNull(
                tx.execute(
                    _ -> workspaces.create(Accounts.CN2, "w", Language.EN, Plan.FREE, owner)))
            .id();
    invitations.invite(workspace, owner, new EmailAddress("never@inv.example"), Role.MEMBER);
    invitations.revoke(workspace, owner, invitations.open(workspace).getFirst().id());
    worker.runAll();
    assertThat(
            Arrays.stream(mails.getReceivedMessages())
                .noneMatch(it -> isTo(it, "never@inv.example")))
        .isTrue();
  }

  @Test
  void aCodeForAnAccountSaysWhichInTheLanguageOfThePage() throws Exception {
    ConsoleAccount account = account("forgetful");
    resets.sendCode(
        new PasswordResets.Whose.Console(Accounts.CN2, account.username()), Language.EN);
    worker.runAll();
    assertThat(text(mailTo(account.email())))
        .contains("for the account forgetful:")
        .containsPattern("\\b[0-9]{6}\\b");
  }

  private MimeMessage mailTo(String address) {
    return Arrays.stream(mails.getReceivedMessages())
        .filter(it -> isTo(it, address))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isTo(MimeMessage mail, String address) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString().equals(address);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(MimeMessage mail) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
  }

  private ConsoleAccount account(String username) {
    ConsoleAccounts.CreateOutcome outcome =
        tx.execute(_ ->
            accounts.create(Accounts.console(Accounts.CN2, username, username + "@inv.example")));
    if (outcome instanceof ConsoleAccounts.CreateOutcome.Created(ConsoleAccount account)) {
      return account;
    }
    throw new AssertionError("not made");
  }
}
