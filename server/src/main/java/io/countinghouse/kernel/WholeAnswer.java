package io.countinghouse.kernel;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for an answer with its whole body: the limit that the JDK's client keeps by itself ends
 * with the head, and a body that never comes would hold its caller for ever.
 */
public final class WholeAnswer {

  private WholeAnswer() {}

  /**
   * Sends a request and waits for all of the answer.
   *
   * @param request with a limit, which holds from the connection to the body's end (wall time)
   * @return the answer with its body as text
   * @throws HttpTimeoutException if it is not there in time
   * @throws IOException if there is none, as the client tells it
   */
  public static HttpResponse<String> of(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    return of(http, request, BodyHandlers.ofString());
  }

  /** The same of an answer that nobody reads, however long it is; gives its status. */
  public static int statusOf(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    return of(http, request, BodyHandlers.discarding()).statusCode();
  }

  private static <T> HttpResponse<T> of(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    Duration limit = request.timeout().orElseThrow();
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + limit);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
