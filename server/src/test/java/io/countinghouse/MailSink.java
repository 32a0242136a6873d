package io.countinghouse;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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

/**
 * A mail server that takes mails from many senders at once and may hold each back before it says
 * that it has it, which the usual one of tests cannot: it takes one at a time.
 */
public final class MailSink implements AutoCloseable {

  private static final String END = ".";

  private final ServerSocket server;
  private final Consumer<MimeMessage> beforeTaken;
  private final List<MimeMessage> taken = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param beforeTaken is given each mail before its sender hears that it is taken
   */
  public MailSink(Consumer<MimeMessage> beforeTaken) throws IOException {
    this.beforeTaken = beforeTaken;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public List<MimeMessage> taken() {
    return taken;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // It is closed.
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
          MimeMessage mail = mail(in);
          beforeTaken.accept(mail);
          taken.add(mail);
        }
        answer(out, line.startsWith("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException | MessagingException _) {
      // The sender is gone.
    }
  }

  private static MimeMessage mail(BufferedReader in) throws IOException, MessagingException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals(END); line = in.readLine()) {
      text.append(line.startsWith(END) ? line.substring(1) : line).append("\r\n");
    }
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
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
