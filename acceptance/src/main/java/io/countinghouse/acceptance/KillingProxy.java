package io.countinghouse.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the product and AWS, byte for byte. Once armed, it lets the next BatchMeterUsage
 * reach AWS, waits for AWS's answer, and instead of passing it on does what it was armed with.
 */
final class KillingProxy implements AutoCloseable {

  private static final int BUFFER = 65_536;

  private final ServerSocket listener;
  private final AtomicReference<@Nullable Runnable> onAnswer = new AtomicReference<>();
  private volatile String region = "";
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int simulatorPort;

  private KillingProxy(ServerSocket listener) {
    this.listener = listener;
  }

  static KillingProxy start() {
    try {
      KillingProxy proxy =
          new KillingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(proxy::listen);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Tells it where the simulator is. */
  void leadTo(int port) {
    simulatorPort = port;
  }

  /** What to do instead of passing the next answer to a region's BatchMeterUsage on. */
  void arm(String region, Runnable action) {
    this.region = region;
    onAnswer.set(action);
  }

  /** Waits until it was done. */
  void awaitDone() throws InterruptedException {
    if (!done.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no BatchMeterUsage was answered within a minute");
    }
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // closed, or a client that went away
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket simulator = new Socket(InetAddress.getLoopbackAddress(), simulatorPort)) {
      AtomicReference<String> asked = new AtomicReference<>("");
      Thread.ofVirtual().start(() -> forward(client, simulator, asked));
      byte[] buffer = new byte[BUFFER];
      InputStream answers = simulator.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int read = answers.read(buffer); read >= 0; read = answers.read(buffer)) {
        Runnable action = isMeteringIn(region, asked.get()) ? onAnswer.getAndSet(null) : null;
        if (action != null) {
          action.run();
          done.countDown();
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException _) {
      // one of the two went away; so does the connection
    }
  }

  /** The region is in the head, in the scope of the signature. */
  private static boolean isMeteringIn(String region, String asked) {
    return asked.contains("BatchMeterUsage") && asked.contains("/" + region + "/");
  }

  /** What is asked, remembering the last request's beginning: its head names the operation. */
  private static void forward(Socket client, Socket simulator, AtomicReference<String> asked) {
    try {
      byte[] buffer = new byte[BUFFER];
      InputStream requests = client.getInputStream();
      OutputStream out = simulator.getOutputStream();
      for (int read = requests.read(buffer); read >= 0; read = requests.read(buffer)) {
        String part = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        if (part.startsWith("POST ")) {
          asked.set(part);
        }
        out.write(buffer, 0, read);
        out.flush();
      }
      simulator.shutdownOutput();
    } catch (IOException _) {
      // one of the two went away; so does the connection
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
