package io.countinghouse.notification;

import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.notification.MailRenderer.Rendered;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.settlement.SetUpProgress;
import io.countinghouse.site.Brand;
import io.countinghouse.workspace.InvitationId;
import io.countinghouse.workspace.Invitations;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Sends one mail by SMTP. */
@Component
class MailHandler implements WorkHandler {

  /** The value that names the code a mail is to carry. */
  static final String CODE_ID = "code-id";

  /** The value that names the invitation whose link a mail is to carry. */
  static final String INVITATION_ID = "invitation-id";

  /** The value that says which of an invitation's mails it is. */
  static final String SENDING = "sending";

  /** The value that names the agreement whose set-up a mail's link goes on with. */
  static final String SET_UP_ID = "set-up-id";

  private static final String UTF_8 = "utf-8";
  private static final int MESSAGE_ID_LENGTH = 32;

  /** About a day at the longest pause between attempts: a mail server may be down for a night. */
  private static final int ATTEMPTS_MAX = 150;

  private final JavaMailSender sender;
  private final MailRenderer renderer;
  private final EmailCodes codes;
  private final Invitations invitations;
  private final SetUpProgress setUps;
  private final NotificationSettings settings;
  private final Brand brand;

  MailHandler(
      JavaMailSender sender,
      MailRenderer renderer,
      EmailCodes codes,
      Invitations invitations,
      SetUpProgress setUps,
      NotificationSettings settings,
      Brand brand) {
    this.sender = sender;
    this.renderer = renderer;
    this.codes = codes;
    this.invitations = invitations;
    this.setUps = setUps;
    this.settings = settings;
    this.brand = brand;
  }

  @Override
  public String kind() {
    return MailQueue.KIND;
  }

  @Override
  public int attemptsMax() {
    return ATTEMPTS_MAX;
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public Outcome handle(Work work) throws Exception {
    Optional<Mail> read = Mail.ofPayload(work.payload());
    if (read.isEmpty()) {
      return new Outcome.Park("not a mail that this version can send");
    }
    Optional<Mail> complete =
        withCode(read.get()).flatMap(this::withToken).flatMap(this::withSetUp);
    if (complete.isPresent()) {
      sender.send(message(complete.get(), messageId(work)));
    }
    return new Outcome.Done();
  }

  /** Empty when the mail was to carry a code that is wanted no more. */
  private Optional<Mail> withCode(Mail mail) {
    String codeId = mail.values().get(CODE_ID);
    if (codeId == null) {
      return Optional.of(mail);
    }
    return codes
        .issue(new EmailCodeId(codeId))
        .map(code ->
            mail.with("code", code).with("minutes", Long.toString(EmailCodes.LIFE.toMinutes())));
  }

  /** Empty when the mail was to carry the link of an invitation that is open no more. */
  private Optional<Mail> withToken(Mail mail) {
    String id = mail.values().get(INVITATION_ID);
    if (id == null) {
      return Optional.of(mail);
    }
    int sending = Integer.parseInt(mail.values().getOrDefault(SENDING, ""));
    return invitations
        .issue(new InvitationId(id), sending)
        .map(token -> mail.with("url", brand.link("/invitation?token=" + token)));
  }

  /** Empty when the mail was to carry the link of a set-up that nothing is known of any more. */
  private Optional<Mail> withSetUp(Mail mail) {
    String id = mail.values().get(SET_UP_ID);
    if (id == null) {
      return Optional.of(mail);
    }
    return setUps
        .issueLink(new AgreementId(id))
        .map(token -> mail.with("url", brand.link("/setup/resume?token=" + token)));
  }

  private MimeMessage message(Mail mail, String messageId)
      throws MessagingException, UnsupportedEncodingException {
    Rendered rendered = renderer.render(mail);
    MimeMessage message = sender.createMimeMessage();
    message.setFrom(new InternetAddress(settings.from(), brand.name(mail.language()), UTF_8));
    message.setReplyTo(new InternetAddress[] {new InternetAddress(brand.supportEmail())});
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
    message.setSubject(rendered.subject(), UTF_8);
    message.setHeader("Message-ID", messageId);
    message.setHeader("Content-Language", mail.language().locale().toLanguageTag());
    // RFC 3834: keeps out-of-office answers away.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setContent(alternatives(rendered));
    return message;
  }

  private static MimeMultipart alternatives(Rendered rendered) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(rendered.text(), UTF_8, "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(rendered.html(), UTF_8, "html");
    return new MimeMultipart("alternative", text, html);
  }

  /** The same for every sending of one work row, so that a copy can be recognised. */
  private String messageId(Work work) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(work.key().getBytes(StandardCharsets.UTF_8));
      String name = HexFormat.of().formatHex(hash).substring(0, MESSAGE_ID_LENGTH);
      return "<" + name + "@" + settings.domain() + ">";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
