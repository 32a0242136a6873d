package io.countinghouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Sends events to the server as its customers' data plane does. By the JDK's older client: it works
 * on the writer's own thread and takes least of the machine that server and client share.
 */
final class IntakeWriter implements Writers.Writer<byte[]> {

  private static final String CONNECTIONS_KEPT = "http.maxConnections";

  private final URL url;

  IntakeWriter(int port, int writers) throws IOException {
    System.setProperty(CONNECTIONS_KEPT, Integer.toString(writers));
    this.url = URI.create("http://127.0.0.1:" + port + "/api/v1/usage").toURL();
  }

  @Override
  public void write(byte[] body) throws Exception {
    HttpURLConnection request = (HttpURLConnection) url.openConnection();
    request.setDoOutput(true);
    request.setRequestProperty("Authorization", "Bearer " + IntakeRig.API_KEY);
    request.setRequestProperty("Content-Type", "application/json");
    request.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = request.getOutputStream()) {
      out.write(body);
    }
    if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IllegalStateException(
          "the server answered %d: %s"
              .formatted(request.getResponseCode(), text(request.getErrorStream())));
    }
    text(request.getInputStream());
  }

  /** Read to its end, so that the connection is kept. */
  private static String text(InputStream answer) throws IOException {
    try (answer) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    // The JDK keeps the connection for the next writer and closes it when it is idle.
  }
}
