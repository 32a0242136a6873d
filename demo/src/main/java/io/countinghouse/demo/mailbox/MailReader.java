package io.countinghouse.demo.mailbox;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads mails as they came by SMTP. */
final class MailReader {

  private static final String DELIVERED_TO = "Delivered-To";

  private MailReader() {}

  /** The mail with the address it was delivered to, which its own headers need not name. */
  static byte[] delivered(String recipient, byte[] source) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(source.length + 80);
    String safe = recipient.replaceAll("[\\r\\n]", "");
    all.write((DELIVERED_TO + ": " + safe + "\r\n").getBytes(StandardCharsets.UTF_8));
    all.write(source);
    return all.toByteArray();
  }

  /** What is in it; what cannot be read is shown as it came. */
  static Message read(long id, Instant receivedAt, byte[] source) throws IOException {
    try {
      MimeMessage mail =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source));
      String subject = mail.getSubject();
      return new Message(
          id,
          sender(mail.getFrom()),
          List.of(Objects.requireNonNullElse(mail.getHeader(DELIVERED_TO), new String[0])),
          subject == null ? "" : subject,
          receivedAt,
          part(mail, "text/plain"),
          part(mail, "text/html"));
    } catch (MessagingException _) {
      return new Message(
          id, "", List.of(), "", receivedAt, new String(source, StandardCharsets.UTF_8), "");
    }
  }

  private static String sender(Address @Nullable [] from) {
    if (from == null || from.length == 0) {
      return "";
    }
    return from[0] instanceof InternetAddress address ? address.getAddress() : from[0].toString();
  }

  private static String part(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType(type) && part.getContent() instanceof String text) {
      return text;
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        String found = part(inner, type);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }
}
