package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.countinghouse.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against whatever may be at the other end. */
class WebhookClientTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** For answers that come, however busy the machine is. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private static WebhookClient client(SSLSocketFactory tls, Duration timeout) {
    WebhookSettings settings =
        new WebhookSettings(true, true, timeout, List.of(timeout), timeout, timeout, timeout);
    return new WebhookClient(new WebhookAddresses(settings), timeout, tls);
  }

  private static WebhookClient plain(Duration timeout) {
    return client((SSLSocketFactory) SSLSocketFactory.getDefault(), timeout);
  }

  /** Says something to whoever connects, and keeps the connection open. */
  private static ServerSocket saying(String... parts) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            for (String part : parts) {
              socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
              socket.getOutputStream().flush();
            }
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return server;
  }

  private static WebhookClient.Answer post(ServerSocket server, Duration timeout) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
    return plain(timeout).post(url, Map.of("webhook-id", "evnt_1"), "{}");
  }

  @Test
  void interimAnswersAreSkippedAndABodyThatNeverEndsIsCut() throws Exception {
    try (ServerSocket server =
        saying(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n",
            "y".repeat(3_000))) {
      WebhookClient.Answer answer = post(server, PATIENCE);
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.body()).isEqualTo("y".repeat(1_024));
    }
  }

  @Test
  void whoeverSendsInterimAnswersOnlyIsGivenUp() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    try (ServerSocket server = saying(interim.repeat(20), "HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(post(server, Duration.ofSeconds(10)).status()).isEqualTo(204);
    }
    try (ServerSocket server = saying(interim.repeat(50_000))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> post(server, PATIENCE))
          .withMessageContaining("interim");
    }
  }

  @Test
  void aPathBeyondAsciiIsSentEncoded() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    HttpServer server =
        LoopbackServer.started(
            "/",
            exchange -> {
              asked.add(exchange.getRequestURI().toString());
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
    try {
      String host = "http://127.0.0.1:" + server.getAddress().getPort();
      URI url = URI.create(host + "/钩子/%2f?名=值&a=%20");
      assertThat(plain(PATIENCE).post(url, Map.of(), "{}").status()).isEqualTo(204);
      assertThat(asked).containsExactly("/%E9%92%A9%E5%AD%90/%2f?%E5%90%8D=%E5%80%BC&a=%20");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoeverSaysNothingOrNonsenseIsGivenUpInTime() throws Exception {
    long begin = System.nanoTime();
    try (ServerSocket server = saying("HTTP/1.1 2")) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> post(server, TIMEOUT))
          .withMessageContaining("no answer within");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.multipliedBy(5));
    try (ServerSocket server = saying("SSH-2.0-OpenSSH\r\n\r\n")) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> post(server, PATIENCE))
          .withMessageContaining("not HTTP");
    }
    try (ServerSocket server = saying("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(10_000))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> post(server, PATIENCE))
          .withMessageContaining("too long");
    }
  }

  @Test
  void tlsIsForWhomTheCertificateIsAndWhoIsTrusted() throws Exception {
    SSLContext context = context();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      URI right = URI.create("https://localhost:" + port + "/");
      WebhookClient trusting = client(context.getSocketFactory(), PATIENCE);
      assertThat(trusting.post(right, Map.of(), "{}").status()).isEqualTo(204);
      URI other = URI.create("https://127.0.0.1:" + port + "/");
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> trusting.post(other, Map.of(), "{}"));
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> plain(PATIENCE).post(right, Map.of(), "{}"));
    } finally {
      server.stop(0);
    }
  }

  /** A key for {@code localhost}, and trust in it. */
  private SSLContext context() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
