package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real nginx that runs with the configuration of docs/api.md until it is closed. */
final class Nginx implements AutoCloseable {

  private static final Path DOCUMENT = Path.of("..", "docs", "api.md");
  private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
  private static final Path INSTALLED = Path.of("/usr/sbin/nginx");

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Only ports and folders are put into what the document says. */
  static Nginx start(Path folder, int server, int dataPlane) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).as("an nginx block in %s", DOCUMENT).isTrue();
    int port = freePort();
    String site =
        block
            .group(1)
            .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
            .replace("countinghouse:8080", "127.0.0.1:" + server)
            .replace("dataplane:9529", "127.0.0.1:" + dataPlane);
    StringBuilder config = new StringBuilder("daemon off;\nmaster_process off;\n");
    config.append("pid %s/pid;\nerror_log stderr;\n".formatted(folder));
    config.append("events {}\nhttp {\naccess_log off;\n");
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      config.append("%s_temp_path %s/%s;\n".formatted(kind, folder, kind));
    }
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, config.append(site).append("}\n"));
    String program = Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "nginx";
    Nginx nginx =
        new Nginx(
            new ProcessBuilder(program, "-p", folder.toString(), "-c", file.toString())
                .inheritIO()
                .start(),
            port);
    nginx.awaitListening();
    return nginx;
  }

  int port() {
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() {
    while (true) {
      assertThat(process.isAlive()).as("nginx runs").isTrue();
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
