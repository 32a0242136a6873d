package io.countinghouse.bench;

import io.countinghouse.audit.Actor;
import io.countinghouse.bench.Writers.Took;
import io.countinghouse.bench.Writers.Writer;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.WorkspaceTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Admission checks of many workspaces against an endpoint of the same server that answers nothing:
 * the two take turns, and medians are compared. The client is a bare socket, so that little but the
 * server is measured.
 */
final class AdmissionBenchmark implements Benchmark {

  private static final int CONNECTIONS = 4;

  /** Connections stay open, as those of a proxy that keeps them do. */
  private static final String[] SETTINGS = {
    "--bench.empty-endpoint=true", "--server.tomcat.max-keep-alive-requests=-1"
  };

  @Override
  public String name() {
    return "admission";
  }

  @Override
  public String purpose() {
    return "admission checks against an empty endpoint of the same server"
        + " [--rounds=5 --warm-ups=3 --requests=400000 --workspaces=1000]";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    int rounds = number(arguments, "rounds", 5);
    int warmUps = number(arguments, "warm-ups", 3);
    int requests = number(arguments, "requests", 400_000);
    int workspaces = number(arguments, "workspaces", 1_000);
    try (ReadingRig rig = ReadingRig.start(SETTINGS)) {
      List<byte[]> each = checks(rig, workspaces);
      List<byte[]> checks = shuffled(each, requests);
      byte[] empty = request(EmptyEndpoint.PATH, "");
      List<byte[]> empties = Collections.nCopies(requests, empty);
      List<Took> plain = new ArrayList<>();
      List<Took> admission = new ArrayList<>();
      for (int round = -warmUps; round < rounds; round++) {
        turn(rig, Collections.nCopies(workspaces, empty));
        Took emptyTook = turn(rig, empties);
        // What a data plane asks for all the time is known; the other's turn made all answers old.
        turn(rig, each);
        Took admissionTook = turn(rig, checks);
        if (round >= 0) {
          plain.add(emptyTook);
          admission.add(admissionTook);
        }
      }
      Console.print(
          "%d connections, %,d workspaces, %,d requests a turn; median of %d rounds"
              .formatted(CONNECTIONS, workspaces, requests, rounds));
      Console.print("  empty endpoint  %s".formatted(told(plain, requests)));
      Console.print("  admission       %s".formatted(told(admission, requests)));
      Console.print(
          "  ratio %.2f, by CPU time %.2f"
              .formatted(
                  median(plain, Took::seconds) / median(admission, Took::seconds),
                  median(plain, Took::cpuSeconds) / median(admission, Took::cpuSeconds)));
    }
  }

  private static Took turn(ReadingRig rig, List<byte[]> requests) throws Exception {
    int port = rig.port();
    return Writers.write(requests, CONNECTIONS, rig.cpu(), () -> new Caller(port));
  }

  /** A request for each of some new workspaces. */
  private static List<byte[]> checks(ReadingRig rig, int workspaces) throws Exception {
    rig.execute(
        """
        INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
        SELECT 'wksp_bench' || n, 'us1', 'Bench', 'en', 'COMMERCIAL', now() FROM generate_series(1, %d) n\
        """
            .formatted(workspaces));
    WorkspaceTokens tokens = rig.bean(WorkspaceTokens.class);
    TransactionTemplate tx = rig.bean(TransactionTemplate.class);
    return Objects.requireNonNull(
        tx.execute(_ ->
            IntStream.rangeClosed(1, workspaces)
                .mapToObj(n -> tokens.issue(Actor.SYSTEM, new WorkspaceId("wksp_bench" + n)))
                .map(token -> request("/api/v1/admission/v1/write", token))
                .collect(Collectors.toList())));
  }

  private static List<byte[]> shuffled(List<byte[]> each, int requests) {
    Random random = new Random(1);
    return IntStream.range(0, requests)
        .mapToObj(_ -> each.get(random.nextInt(each.size())))
        .toList();
  }

  private static byte[] request(String path, String token) {
    return "GET %s HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\n\r\n"
        .formatted(path, token)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** One connection that stays open; it wants answers with status 200 and no body. */
  private static final class Caller implements Writer<byte[]> {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] answer = new byte[4096];

    Caller(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    @Override
    public void write(byte[] request) throws IOException {
      out.write(request);
      int length = 0;
      while (!ends(length)) {
        int read = in.read(answer, length, answer.length - length);
        if (read <= 0) {
          throw new IOException("the server ended the connection");
        }
        length += read;
      }
      if (!Arrays.equals(answer, 0, OK.length, OK, 0, OK.length)) {
        throw new IOException(
            "not admitted: " + new String(answer, 0, length, StandardCharsets.ISO_8859_1));
      }
    }

    private boolean ends(int length) {
      return length >= END.length
          && Arrays.equals(answer, length - END.length, length, END, 0, END.length);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String told(List<Took> turns, int requests) {
    return "%,9.0f requests/s, CPU for 1,000 %.1f ms"
        .formatted(
            requests / median(turns, Took::seconds),
            median(turns, Took::cpuSeconds) * 1e6 / requests);
  }

  private static double median(List<Took> turns, ToDoubleFunction<Took> value) {
    return turns.stream().mapToDouble(value).sorted().toArray()[turns.size() / 2];
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
