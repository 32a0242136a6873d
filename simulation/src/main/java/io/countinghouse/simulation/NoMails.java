package io.countinghouse.simulation;

import jakarta.mail.internet.MimeMessage;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A mail server that takes everything; mails are not what the simulation is about. */
final class NoMails extends JavaMailSenderImpl {

  @Override
  public void send(MimeMessage... messages) {
    // Taken.
  }

  @Override
  public void send(SimpleMailMessage... messages) {
    // Taken.
  }
}
