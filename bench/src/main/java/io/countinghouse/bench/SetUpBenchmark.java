package io.countinghouse.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The steps of the set-up wizard, shown and sent with something wrong in them, against a static
 * file of the same server: all take turns, one at a time, and medians are compared. Steps that take
 * a password stand apart, for hashing it is meant to take its time.
 */
final class SetUpBenchmark implements Benchmark {

  private static final String STATIC = "/assets/page.css";
  private static final String[] PAGES = {
    "/setup",
    "/setup/register/account",
    "/setup/register/company",
    "/setup/register/workspace",
    "/setup/bind/account"
  };
  private static final String[] FORMS = {
    "/setup/register/account",
    "/setup/register/company",
    "/setup/register/workspace",
    "/setup/bind/account"
  };
  private static final String PASSWORD = "POST /setup/register/account, its password hashed";
  private static final int OK = 200;
  private static final int FOUND = 302;
  private static final int REFUSED = 422;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int TARGET_MILLIS = 100;

  /** What the marketplace answers about any token (AWS facts, 1.2). */
  private static final String CUSTOMER =
      """
      {"CustomerIdentifier":"bench","CustomerAWSAccountId":"123456789012","ProductCode":"prodcn"}\
      """;

  @Override
  public String name() {
    return "setup";
  }

  @Override
  public String purpose() {
    return "steps of the set-up wizard against a static file of the same server"
        + " [--rounds=200 --warm-ups=200]";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    int rounds = number(arguments, "rounds", 200);
    int warmUps = number(arguments, "warm-ups", 200);
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE0000000000");
    System.setProperty("aws.secretAccessKey", "InventedSecretForBenchmarksOnly000000000");
    HttpServer aws = marketplace();
    try (ReadingRig rig =
        ReadingRig.start(
            "--countinghouse.marketplace.products[0].endpoint=http://127.0.0.1:"
                + aws.getAddress().getPort())) {
      SetUpCaller caller = new SetUpCaller(rig);
      caller.land();
      caller.register();
      Map<String, List<Double>> took = new LinkedHashMap<>();
      for (int round = -warmUps; round < rounds; round++) {
        turn(caller, round < 0 ? new LinkedHashMap<>() : took);
      }
      tell(took, rounds);
    } finally {
      aws.stop(0);
    }
  }

  private static HttpServer marketplace() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = CUSTOMER.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(OK, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static void turn(SetUpCaller caller, Map<String, List<Double>> took) throws Exception {
    add(took, "GET " + STATIC, caller.get(STATIC, OK));
    for (String page : PAGES) {
      add(took, "GET " + page, caller.get(page, OK));
    }
    for (String form : FORMS) {
      add(took, "POST " + form, caller.post(form, Map.of(), REFUSED));
    }
    add(took, PASSWORD, caller.post("/setup/register/account", caller.account(), FOUND));
  }

  private static void add(Map<String, List<Double>> took, String step, long nanos) {
    took.computeIfAbsent(step, _ -> new ArrayList<>()).add(nanos / NANOS_PER_MILLI);
  }

  private static void tell(Map<String, List<Double>> took, int rounds) {
    double plain = percentile(Objects.requireNonNull(took.get("GET " + STATIC)), 50);
    Console.print(
        "median and 95th percentile of %d rounds, one request at a time".formatted(rounds));
    took.forEach((step, all) ->
        Console.print(
            "  %-50s %7.2f ms %7.2f ms, %5.1f times the static file"
                .formatted(
                    step, percentile(all, 50), percentile(all, 95), percentile(all, 50) / plain)));
    double slowest =
        took.entrySet().stream()
            .filter(it -> !it.getKey().equals(PASSWORD))
            .mapToDouble(it -> percentile(it.getValue(), 50))
            .max()
            .orElseThrow();
    Console.print(
        "  slowest step without a password: %.2f ms at the median, of %d ms"
            .formatted(slowest, TARGET_MILLIS));
  }

  private static double percentile(List<Double> all, int percent) {
    double[] sorted = all.stream().mapToDouble(it -> it).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(it -> it.startsWith(prefix))
        .map(it -> Integer.parseInt(it.substring(prefix.length())))
        .findFirst()
        .orElse(otherwise);
  }
}
