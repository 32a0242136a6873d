package io.countinghouse.bench;

import io.countinghouse.audit.HandTrail;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.OutboxWorker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The end of one subscription that pays for many workspaces: all in one transaction, with locks,
 * trail and mails to be sent; AWS tells of a cancelled one twice, and at the second time it ends.
 * Against it PostgreSQL alone: plain updates of the same rows and inserts of as many into tables
 * with the same indexes, in one transaction of the same run.
 */
final class LockingBenchmark implements Benchmark {

  private static final String FANNING_OUT =
      "SELECT count(*) FROM outbox.work WHERE kind LIKE 'notification.%-mails' OR kind = 'webhook.fan-out'";

  @Override
  public String name() {
    return "locking";
  }

  @Override
  public String purpose() {
    return "the end of a subscription that pays for many workspaces against as many plain updates and inserts"
        + " [--workspaces=10000 --rounds=3 --pending=1]";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    long workspaces = option(arguments, "workspaces", 10_000);
    long rounds = option(arguments, "rounds", 3);
    boolean pending = option(arguments, "pending", 1) == 1;
    for (long round = 1; round <= rounds; round++) {
      try (ReadingRig rig = ReadingRig.start("--countinghouse.audit.seal=false")) {
        fill(rig, workspaces);
        rig.bean(OutboxWorker.class).runAll();
        if (pending) {
          Console.print("%,d ms until it is ending".formatted(ending(rig).toMillis()));
        }
        CpuTime.Used before = rig.cpuTime();
        Duration end = end(rig);
        CpuTime.Used ended = rig.cpuTime();
        check(rig, "SELECT count(*) FROM locking.lock WHERE ended_at IS NULL", workspaces);
        Duration plain = plain(rig);
        Duration told = told(rig, workspaces);
        Duration writtenOut = writtenOut(rig, workspaces);
        Console.print(
            """
            %,d workspaces lock in %,d ms; as many plain updates and inserts take %,d ms; ratio %d.%02d; the last of \
            their mails and webhooks is put %,d ms after the lock, entries of the trail are written out in %,d ms; \
            processor time of the lock: server %.2f s, \
            PostgreSQL %.2f s\
            """
                .formatted(
                    workspaces,
                    end.toMillis(),
                    plain.toMillis(),
                    end.toMillis() / plain.toMillis(),
                    end.toMillis() * 100 / plain.toMillis() % 100,
                    told.toMillis(),
                    writtenOut.toMillis(),
                    ended.jvmSecondsSince(before),
                    ended.postgresSecondsSince(before)));
      }
    }
  }

  private static void check(ReadingRig rig, String sql, long least) throws SQLException {
    long found = rig.count(sql);
    if (found < least) {
      throw new IllegalStateException("%,d rows of %s".formatted(found, sql));
    }
  }

  private static long option(List<String> arguments, String name, long otherwise) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> Long.parseLong(argument.substring(prefix.length())))
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * As AWS says it first of a subscription that is cancelled; nothing locks yet. What is told of it
   * is put, and left out then: nobody listens here.
   */
  private static Duration ending(ReadingRig rig) throws SQLException {
    Duration took = apply(rig, "unsubscribe-pending", "ENDING");
    fanOut(rig);
    rig.execute("DELETE FROM outbox.work WHERE kind IN ('notification.mail', 'webhook.send')");
    rig.execute("DELETE FROM webhook.delivery");
    rig.execute("VACUUM ANALYZE");
    return took;
  }

  /** The work in which AWS's last message is applied; what is done before it does not count. */
  private static Duration end(ReadingRig rig) throws SQLException {
    return apply(rig, "unsubscribe-success", "ENDED");
  }

  private static Duration apply(ReadingRig rig, String action, String state) throws SQLException {
    OutboxWorker worker = rig.bean(OutboxWorker.class);
    rig.bean(Inbox.class)
        .store(
            rig.bean(Products.class).get("prodcn"),
            action,
            Instant.now(),
            """
            {"action":"%s","customer-identifier":"customer1","product-code":"prodcn"}\
            """
                .formatted(action));
    while (true) {
      long started = System.nanoTime();
      boolean done = worker.runOne();
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      if (rig.count(
              "SELECT count(*) FROM marketplace.agreement WHERE id = 'agmt_1' AND state = '%s'"
                  .formatted(state))
          == 1) {
        return took;
      }
      if (!done) {
        throw new IllegalStateException("the subscription did not become " + state);
      }
    }
  }

  /**
   * The work of one worker until all mails and webhooks of the end are put: each owner is told of
   * the ending and of the lock, each workspace's endpoint as well.
   */
  private static Duration told(ReadingRig rig, long workspaces) throws SQLException {
    Duration took = fanOut(rig);
    check(rig, "SELECT count(*) FROM outbox.work WHERE kind = 'notification.mail'", workspaces);
    check(rig, "SELECT count(*) FROM webhook.delivery", workspaces);
    return took;
  }

  private static Duration fanOut(ReadingRig rig) throws SQLException {
    OutboxWorker worker = rig.bean(OutboxWorker.class);
    long started = System.nanoTime();
    while (rig.count(FANNING_OUT) > 0) {
      worker.runOne();
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** What the thread that seals the trail does beside that: two entries of each workspace. */
  private static Duration writtenOut(ReadingRig rig, long workspaces) throws SQLException {
    long started = System.nanoTime();
    HandTrail.writeOut(rig.server());
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    check(rig, "SELECT count(*) FROM audit.entry WHERE subject LIKE 'wksp_%'", 2 * workspaces);
    return took;
  }

  /** The tables that an end adds rows to. */
  private static final List<String> ADDED =
      List.of(
          "locking.lock",
          "audit.bundle",
          "audit.entry",
          "audit.unsealed",
          "outbox.work",
          "billing.reading_mark");

  private static Duration plain(ReadingRig rig) throws SQLException {
    for (String table : ADDED) {
      rig.execute(
          "CREATE TABLE bench_%s (LIKE %s INCLUDING ALL EXCLUDING IDENTITY EXCLUDING GENERATED)"
              .formatted(table.replace('.', '_'), table));
    }
    String inserts =
        ADDED.stream()
            .map(it ->
                "INSERT INTO bench_%s SELECT * FROM %s;\n".formatted(it.replace('.', '_'), it))
            .collect(Collectors.joining());
    long started = System.nanoTime();
    rig.execute(
        """
        BEGIN;
        UPDATE settlement.binding SET during = tstzrange(lower(during), upper(during) - interval '1 microsecond');
        UPDATE workspace.workspace SET lock_state = 'OPEN';
        %sCOMMIT\
        """
            .formatted(inserts));
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Workspaces, each with an owner of its own, all bound to one agreement. */
  private static void fill(ReadingRig rig, long workspaces) throws SQLException {
    rig.execute(
        """
        INSERT INTO identity.billing_account (id, username, email, company, site, currency, language, password_hash,
                                              created_at)
        VALUES ('bill_1', 'bench', 'bench@example.com', 'Example Ltd', 'cn2', 'CNY', 'zh', '', now());
        INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
        VALUES ('agmt_1', 'prodcn', 'customer1', 'ACTIVE', now() - interval '1 minute', now());
        INSERT INTO settlement.cloud_account (id, agreement_id, billing_account_id, registered_at)
        VALUES ('cloud_1', 'agmt_1', 'bill_1', now() - interval '1 minute');
        INSERT INTO identity.console_account (id, site, username, email, language, password_hash, created_at)
        SELECT 'cons_' || n, 'cn2', 'bench' || n, 'bench' || n || '@example.com', 'zh', '', now()
          FROM generate_series(1, %1$d) AS n;
        INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
        SELECT 'wksp_' || md5(n::text), 'cn2', 'Bench', 'zh', 'COMMERCIAL', now() FROM generate_series(1, %1$d) AS n;
        INSERT INTO workspace.member (workspace_id, console_account_id, role, created_at)
        SELECT 'wksp_' || md5(n::text), 'cons_' || n, 'OWNER', now() FROM generate_series(1, %1$d) AS n;
        INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during)
        SELECT 'bind_' || n, 'wksp_' || md5(n::text), 'bill_1', 'agmt_1', tstzrange(now() - interval '1 minute', NULL)
          FROM generate_series(1, %1$d) AS n;
        INSERT INTO webhook.endpoint (id, url, description, types, secret, created_at)
        VALUES ('whep_1', 'http://127.0.0.1:1/', 'nobody listens', '{}', '', now())\
        """
            .formatted(workspaces));
    rig.execute("VACUUM ANALYZE");
  }
}
