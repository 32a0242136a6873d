package io.countinghouse.demo;

import awssimulator.AwsSimulator;
import io.countinghouse.Countinghouse;
import io.countinghouse.database.DatabaseSettings;
import io.countinghouse.database.DatabaseStartException;
import io.countinghouse.database.EmbeddedDatabase;
import io.countinghouse.demo.mailbox.MailBox;
import io.countinghouse.kernel.SigningSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts everything and says where it is. */
public final class Demo {

  private static final int DATABASE_CONNECTIONS_MAX = 50;

  /** Far above what an advance of the clock asks for: it packs weeks of calls into seconds. */
  static final String CALLS_PER_SECOND = "10000";

  private static final Executor THREADS =
      task -> Thread.ofPlatform().daemon().name("demo-start").start(task);

  private final Options options;
  private final DataFolder folder;
  private final Secrets secrets;
  private final Parts parts;

  /** Of one start: mail box and server are always started together. */
  private final SigningSecret texts = SigningSecret.next();

  private Demo(Options options, DataFolder folder, Secrets secrets, Parts parts) {
    this.options = options;
    this.folder = folder;
    this.secrets = secrets;
    this.parts = parts;
  }

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    Parts parts = new Parts();
    Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "demo-stop"));
    try {
      Options options = Options.read(args, System.getenv());
      DataFolder folder = parts.add(DataFolder.take(options.data()));
      Ports.check(options);
      keepLogs(folder);
      if (options.reset()) {
        stopLeftOver(folder);
        folder.clear();
      }
      Secrets secrets = Secrets.in(folder.resolve("secrets.properties"));
      AwsSimulator simulator = new Demo(options, folder, secrets, parts).start();
      if (options.rehearsal()) {
        Rehearsal.visit(options);
        System.exit(0);
      }
      IO.println(Welcome.text(options, secrets, simulator));
    } catch (RuntimeException e) {
      System.err.println(sentence(e));
      System.exit(1);
    }
  }

  /** Before any part starts, so that all of them find it: their words go to the file alone. */
  private static void keepLogs(DataFolder folder) {
    try {
      Path logs = Files.createDirectories(folder.resolve("logs"));
      System.setProperty("demo.logs", logs.toString());
      LoggerFactory.getLogger(Demo.class).info("the demo is asked to start");
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    } catch (IOException e) {
      throw new DemoStartException(
          "The data folder %s cannot be written (%s): make it writable, or give another one by --data."
              .formatted(folder.path(), e),
          e);
    }
  }

  /** A killed demo leaves its PostgreSQL; it must not work on in a folder that is being deleted. */
  private static void stopLeftOver(DataFolder folder) {
    if (Files.exists(folder.resolve("postgres/cluster/postmaster.pid"))) {
      try (EmbeddedDatabase _ = database(folder)) {
        LoggerFactory.getLogger(Demo.class).info("a PostgreSQL left by a killed demo is stopped");
      } catch (IOException | DatabaseStartException e) {
        LoggerFactory.getLogger(Demo.class).warn("deleting a database that does not start", e);
      }
    }
  }

  private static EmbeddedDatabase database(DataFolder folder) {
    return EmbeddedDatabase.start(
        new DatabaseSettings(folder.resolve("postgres"), 0, DATABASE_CONNECTIONS_MAX));
  }

  /** All at once, but the server last: it asks the others at its start. */
  private AwsSimulator start() {
    CompletableFuture<EmbeddedDatabase> database =
        CompletableFuture.supplyAsync(() -> parts.add(database(folder)), THREADS);
    CompletableFuture<MailBox> mailBox =
        CompletableFuture.supplyAsync(() -> parts.add(mailBox()), THREADS);
    CompletableFuture<AwsSimulator> simulator =
        CompletableFuture.supplyAsync(() -> parts.add(simulator()), THREADS);
    try {
      CompletableFuture.allOf(database, mailBox, simulator).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    ServerSettings settings = new ServerSettings(options, folder, secrets, texts);
    parts.add(Countinghouse.start(settings.arguments(simulator.join(), database.join())));
    return simulator.join();
  }

  private MailBox mailBox() {
    try {
      return MailBox.start(folder.resolve("mails"), options.smtpPort(), options.mailPort(), texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AwsSimulator simulator() {
    Map<String, String> settings = new HashMap<>();
    settings.put("aws-simulator.port", Integer.toString(options.simulatorPort()));
    settings.put("aws-simulator.sqs-port", Integer.toString(options.sqsPort()));
    settings.put("aws-simulator.data", folder.resolve("simulator").toString());
    settings.put("aws-simulator.calls-per-second", CALLS_PER_SECOND);
    for (DemoProduct product : DemoProduct.values()) {
      settings.put(
          "aws-simulator.products." + product.id() + ".fulfilment-url",
          options.serverUrl() + "/aws/" + product.id());
    }
    return AwsSimulator.start(settings);
  }

  private static String sentence(RuntimeException e) {
    return switch (e) {
      case DemoStartException _, awssimulator.StartRefused _ -> String.valueOf(e.getMessage());
      case DatabaseStartException database -> database.getMessage() + " " + database.remedy();
      default -> {
        LoggerFactory.getLogger(Demo.class).error("the demo did not start", e);
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        yield "The demo did not start: %s (more in %s/demo.log)."
            .formatted(cause.getMessage(), System.getProperty("demo.logs"));
      }
    };
  }
}
