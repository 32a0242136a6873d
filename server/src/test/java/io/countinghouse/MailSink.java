package io.countinghouse;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail server that takes mails from many senders at once and may hold each back before it says
 * that it has it, which the usual one of tests cannot: it takes one at a time.
 */
public final class MailSink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MailSink.class);
  private static final String END = ".";

  /** A mail, by the headers that tell mails apart. */
  public record Taken(String id, String from, String to, String subject) {}

  private final ServerSocket server;
  private final Consumer<Taken> beforeTaken;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param beforeTaken is given each mail before its sender hears that it is taken; of one that it
   *     throws an {@link IllegalStateException} for the sender hears nothing
   */
  public MailSink(Consumer<Taken> beforeTaken) throws IOException {
    this.beforeTaken = beforeTaken;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public List<Taken> taken() {
    return taken;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      log.debug("it is closed", e);
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream()) {
      answer(out, "220 ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("DATA")) {
          answer(out, "354 go on");
          Taken mail = mail(in);
          beforeTaken.accept(mail);
          taken.add(mail);
        }
        answer(out, line.startsWith("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException | MessagingException | IllegalStateException e) {
      log.debug("the sender is gone, or the mail is not taken", e);
    }
  }

  private static Taken mail(BufferedReader in) throws IOException, MessagingException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); !END.equals(line); line = in.readLine()) {
      if (line == null) {
        throw new EOFException("the sender was gone before the mail's end");
      }
      text.append(line.startsWith(END) ? line.substring(1) : line).append("\r\n");
    }
    MimeMessage mail =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
    return new Taken(
        mail.getMessageID(), header(mail, "From"), header(mail, "To"), mail.getSubject());
  }

  private static String header(MimeMessage mail, String name) throws MessagingException {
    return mail.getHeader(name, null);
  }

  private static void answer(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
