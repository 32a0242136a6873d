package io.countinghouse.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Newline-delimited JSON, read line by line: it holds one line and one chunk, however long the
 * body. Blank lines are skipped, and counted in the positions of the others.
 */
final class EventLines {

  private static final int BUFFER = 65_536;

  private final InputStream body;
  private final JsonMapper json;
  private final int lineBytesMax;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long index;

  EventLines(InputStream body, JsonMapper json, int lineBytesMax) {
    this.body = body;
    this.json = json;
    this.lineBytesMax = lineBytesMax;
  }

  /**
   * The next events; none at the end of the body.
   *
   * @param limit at most so many
   */
  List<SentEvent> next(int limit) throws IOException {
    List<SentEvent> events = new ArrayList<>(limit);
    while (events.size() < limit && fill()) {
      readLine(events);
    }
    return events;
  }

  /** Whether there is anything left. */
  private boolean fill() throws IOException {
    if (at == end) {
      end = Math.max(body.read(buffer), 0);
      at = 0;
    }
    return at < end;
  }

  private void skipEmptyLines() throws IOException {
    while (fill() && (buffer[at] == '\n' || buffer[at] == '\r')) {
      index += buffer[at] == '\n' ? 1 : 0;
      at++;
    }
  }

  private void readLine(List<SentEvent> events) throws IOException {
    skipEmptyLines();
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    long length = 0;
    boolean open = true;
    while (open && fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      length += at - from;
      open = at == end;
      if (!open && begun.size() == 0 && length <= lineBytesMax) {
        // The usual case: the whole line is in the buffer.
        add(events, buffer, from, at - from);
        at++;
        return;
      }
      begun.write(buffer, from, Math.min(at - from, Math.max(0, lineBytesMax - begun.size())));
      at += open ? 0 : 1;
    }
    if (length > lineBytesMax) {
      events.add(
          new SentEvent.Unreadable(
              index++,
              RefusalReason.LINE_TOO_LONG,
              "A line may have at most %d bytes.".formatted(lineBytesMax)));
    } else {
      add(events, begun.toByteArray(), 0, begun.size());
    }
  }

  private void add(List<SentEvent> events, byte[] bytes, int from, int length) {
    long here = index++;
    if (blank(bytes, from, length)) {
      return;
    }
    try {
      events.add(new SentEvent.Json(here, json.readTree(bytes, from, length)));
    } catch (JacksonException _) {
      events.add(
          new SentEvent.Unreadable(
              here, RefusalReason.NOT_JSON, "The line is no JSON that can be read."));
    }
  }

  private static boolean blank(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
