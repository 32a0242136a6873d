package io.countinghouse.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Looks at the first pages once, so that the JVM has seen what they need. */
final class Rehearsal {

  private Rehearsal() {}

  static void visit(Options options) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String page :
          List.of(
              options.serverUrl() + "/sign-in",
              options.serverUrl() + "/operator/sign-in",
              options.serverUrl() + "/aws/" + DemoProduct.CHINA.id(),
              options.serverUrl() + "/demo/clock",
              options.serverUrl() + "/api/v1/usage",
              options.simulatorUrl() + "/",
              options.simulatorUrl() + "/sign-in",
              "http://localhost:" + options.mailPort() + "/")) {
        int _ =
            http.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.discarding())
                .statusCode();
      }
    } catch (IOException e) {
      throw new DemoStartException("The rehearsal failed: " + e, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
