package io.countinghouse.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends events to the server as its customers' data plane does, over a connection that it keeps as
 * long as the server lets it. By a bare socket: what the client uses of the machine counts against
 * the server in its ratio.
 */
final class IntakeWriter implements Writers.Writer<byte[]> {

  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";

  private final int port;
  private final byte[] answer = new byte[64 * 1024];
  private Socket socket;

  IntakeWriter(int port) throws IOException {
    this.port = port;
    this.socket = connect();
  }

  private Socket connect() throws IOException {
    Socket connected = new Socket(InetAddress.getLoopbackAddress(), port);
    connected.setTcpNoDelay(true);
    return connected;
  }

  /**
   * A whole request, as it goes over the wire.
   *
   * @param events in JSON
   */
  static byte[] request(byte[] events) {
    byte[] head =
        """
        POST /api/v1/usage HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(IntakeRig.API_KEY, events.length)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[head.length + events.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(events, 0, request, head.length, events.length);
    return request;
  }

  @Override
  public void write(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    String read = "";
    for (int length = 0; !isWhole(read); read = text(length)) {
      int count = in.read(answer, length, answer.length - length);
      if (count <= 0) {
        throw new EOFException("the server ended its answer after: " + read);
      }
      length += count;
    }
    if (!read.startsWith("HTTP/1.1 200")) {
      throw new IOException("the server answered: " + read);
    }
    if (read.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n")) {
      socket.close();
      socket = connect();
    }
  }

  private String text(int length) {
    return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean isWhole(String read) {
    int end = read.indexOf(END_OF_HEAD);
    if (end < 0) {
      return false;
    }
    String name = "\r\ncontent-length: ";
    int at = read.toLowerCase(Locale.ROOT).indexOf(name);
    if (at < 0 || at > end) {
      return read.endsWith(END_OF_CHUNKS);
    }
    int from = at + name.length();
    int length = Integer.parseInt(read, from, read.indexOf("\r\n", from), 10);
    return read.length() == end + END_OF_HEAD.length() + length;
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
