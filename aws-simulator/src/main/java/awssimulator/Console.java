package awssimulator;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the command prints for its user; everything else goes to the log. */
final class Console {
  private Console() {}

  static void print(String text) {
    write(FileDescriptor.out, text);
  }

  static void error(String sentence) {
    write(FileDescriptor.err, sentence);
  }

  private static void write(FileDescriptor where, String text) {
    // Not closed: the descriptor is the process's own.
    PrintStream stream = new PrintStream(new FileOutputStream(where), true, StandardCharsets.UTF_8);
    stream.println(text.stripTrailing());
    stream.flush();
  }
}
