package io.countinghouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The clock of an AWS simulator as servers follow it, for those of a test: it runs at wall speed
 * from where the test last set it.
 */
public final class DrivenTime implements AutoCloseable {

  private static final String FOLLOWERS = "/control/clock/followers/";

  /** How long a follower's report waits for news; the simulator's second is too long for a test. */
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final HttpServer server;
  private final Set<String> followers = ConcurrentHashMap.newKeySet();
  private Instant set;
  private long setAt = System.nanoTime();
  private long generation;
  private CountDownLatch news = new CountDownLatch(1);

  public DrivenTime(Instant start) throws IOException {
    set = start;
    server = LoopbackServer.started("/control/clock", this::answer);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Moves on at once. */
  public synchronized void advance(Duration by) {
    set = now().plus(by);
    setAt = System.nanoTime();
    generation++;
    news.countDown();
    news = new CountDownLatch(1);
  }

  public synchronized Instant now() {
    return set.plusNanos(System.nanoTime() - setAt);
  }

  /** Whether a server has started to follow. */
  public boolean isFollowedBy(String name) {
    return followers.contains(name);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    if (path.startsWith(FOLLOWERS)) {
      followers.add(path.substring(FOLLOWERS.length()));
      awaitNews();
    }
    byte[] said = reading().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private void awaitNews() {
    try {
      boolean _ = news().await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CountDownLatch news() {
    return news;
  }

  private synchronized String reading() {
    return "{\"time\":\"%s\",\"generation\":%d,\"advancing\":false}".formatted(now(), generation);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
