package io.countinghouse.demo.mailbox;

import com.sun.net.httpserver.HttpServer;
import io.countinghouse.kernel.SigningSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A running mail box, for texts to phones as well, reachable from this machine alone. */
public final class MailBox implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MailBox.class);
  private static final int TRY_AGAIN_LATER = 451;

  private final SMTPServer smtp;
  private final HttpServer http;
  private final ExecutorService threads;

  private MailBox(SMTPServer smtp, HttpServer http, ExecutorService threads) {
    this.smtp = smtp;
    this.http = http;
    this.threads = threads;
  }

  /**
   * Starts it with the mails that are in the folder.
   *
   * @param smtpPort where it takes mails; 0 takes a free port
   * @param httpPort where it shows them, and takes texts at {@code /texts}; 0 takes a free port
   * @param texts what texts must be signed with
   * @throws IOException if the folder or a port cannot be used
   */
  public static MailBox start(Path folder, int smtpPort, int httpPort, SigningSecret texts)
      throws IOException {
    Clock clock = Clock.systemUTC();
    MailFolder mails = MailFolder.open(folder, clock);
    InetAddress here = InetAddress.getLoopbackAddress();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpServer http = HttpServer.create(new InetSocketAddress(here, httpPort), 0);
    http.createContext("/", new MailPages(mails));
    http.createContext(TextReceiver.PATH, new TextReceiver(mails, texts, clock));
    http.setExecutor(threads);
    SMTPServer smtp =
        SMTPServer.port(smtpPort)
            .bindAddress(here)
            .hostName("localhost")
            .messageHandler((_, _, to, data) -> store(mails, to, data))
            .build();
    smtp.start();
    http.start();
    return new MailBox(smtp, http, threads);
  }

  /** The port where it takes mails. */
  int smtpPort() {
    return smtp.getPortAllocated();
  }

  /** The port where it shows them. */
  int httpPort() {
    return http.getAddress().getPort();
  }

  /** The sender is told that the mail was taken only once it is on disk. */
  private static void store(MailFolder mails, String to, byte[] data) throws RejectException {
    try {
      mails.store(to, data);
    } catch (IOException e) {
      log.error("a mail could not be kept", e);
      throw new RejectException(TRY_AGAIN_LATER, "the mail cannot be kept just now");
    }
  }

  @Override
  public void close() {
    smtp.stop();
    http.stop(0);
    threads.shutdownNow();
  }
}
