package io.countinghouse.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends events to the server as its customers' data plane does. */
final class IntakeWriter implements Writers.Writer<byte[]> {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;

  IntakeWriter(int port) {
    this.uri = URI.create("http://127.0.0.1:" + port + "/api/v1/usage");
  }

  @Override
  public void write(byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + IntakeRig.API_KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "the server answered " + response.statusCode() + ": " + response.body());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
