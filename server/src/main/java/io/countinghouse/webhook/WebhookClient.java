package io.countinghouse.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts to endpoints: to the very address that was looked at, following no redirect, within one
 * deadline for everything, and reading no more than the beginning of the answer.
 */
final class WebhookClient {

  private static final int HEAD_MAX = 16 * 1024;
  private static final int ANSWER_MAX = 1024;
  private static final int INTERIM_MAX = 20;
  private static final String END = "\r\n\r\n";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)(?: .*)?");

  private final WebhookAddresses addresses;
  private final Duration timeout;
  private final SSLSocketFactory tls;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhook-deadlines").factory());

  WebhookClient(WebhookAddresses addresses, Duration timeout, SSLSocketFactory tls) {
    this.addresses = addresses;
    this.timeout = timeout;
    this.tls = tls;
  }

  /** An endpoint's answer; of its body the beginning. */
  record Answer(int status, String body) {}

  /**
   * @throws IOException if there is no answer; a {@link SocketTimeoutException} if none in time
   * @throws WebhookAddresses.Refused if its address may not be called
   */
  Answer post(URI url, Map<String, String> headers, String payload)
      throws IOException, WebhookAddresses.Refused {
    InetAddress address = addresses.resolve(url);
    boolean secure = url.getScheme().equals("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
    try (Socket plain = new Socket()) {
      AtomicBoolean late = new AtomicBoolean();
      ScheduledFuture<?> deadline =
          deadlines.schedule(() -> close(plain, late), timeout.toMillis(), TimeUnit.MILLISECONDS);
      try {
        plain.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
        Socket socket = secure ? secured(plain, url.getHost(), port) : plain;
        socket.getOutputStream().write(request(url, headers, payload));
        socket.getOutputStream().flush();
        return answer(socket.getInputStream());
      } catch (IOException e) {
        throw late.get() ? late(e) : e;
      } finally {
        deadline.cancel(false);
      }
    }
  }

  private SocketTimeoutException late(IOException cause) {
    SocketTimeoutException late = new SocketTimeoutException("no answer within " + timeout);
    late.initCause(cause);
    return late;
  }

  private static void close(Socket socket, AtomicBoolean late) {
    try {
      late.set(true);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] request(URI url, Map<String, String> headers, String payload) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    URI encoded = URI.create(url.toASCIIString());
    String path = encoded.getRawPath().isEmpty() ? "/" : encoded.getRawPath();
    String query = encoded.getRawQuery() == null ? "" : "?" + encoded.getRawQuery();
    StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
    head.append("Host: ").append(url.getHost());
    if (url.getPort() >= 0) {
      head.append(':').append(url.getPort());
    }
    head.append("\r\nConnection: close\r\nUser-Agent: Countinghouse\r\n");
    head.append("Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static Answer answer(InputStream in) throws IOException {
    for (int heads = 0; heads <= INTERIM_MAX; heads++) {
      int code = status(head(in));
      // An interim answer comes before the real one.
      if (code >= 200) {
        return new Answer(code, body(in));
      }
    }
    throw new IOException("more than %d interim answers came".formatted(INTERIM_MAX));
  }

  private static int status(String head) throws IOException {
    Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
    if (!status.matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(status.group(1));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!ends(head)) {
      int next = in.read();
      if (next < 0 || head.length() == HEAD_MAX) {
        throw new IOException(
            next < 0 ? "the connection ended before an answer" : "the answer's head is too long");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static boolean ends(StringBuilder head) {
    int length = head.length();
    return length >= END.length() && head.substring(length - END.length()).equals(END);
  }

  /** What of it comes before the end or the limit; the answer counts also if it breaks off. */
  private static String body(InputStream in) {
    byte[] body = new byte[ANSWER_MAX];
    int length = 0;
    try {
      int read = 0;
      while (length < ANSWER_MAX && read >= 0) {
        length += read;
        read = length < ANSWER_MAX ? in.read(body, length, ANSWER_MAX - length) : -1;
      }
    } catch (IOException e) {
      return text(body, length) + "…";
    }
    return text(body, length);
  }

  /** The database takes no zero characters. */
  private static String text(byte[] body, int length) {
    return new String(body, 0, length, StandardCharsets.UTF_8).replace('\0', ' ');
  }
}
