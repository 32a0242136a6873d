package io.countinghouse.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The folder that keeps everything, held by one demo at a time: {@code postgres}, {@code
 * simulator}, {@code mails}, {@code secrets.properties}, {@code aws-credentials}, {@code logs},
 * {@code lock}.
 */
final class DataFolder implements AutoCloseable {

  private static final long FREE_BYTES_MIN = 500L * 1024 * 1024;
  private static final String LOCK = "lock";

  /** Nothing but these is ever deleted: a wrong {@code --data} costs nobody their files. */
  private static final List<String> OURS =
      List.of("postgres", "simulator", "mails", "secrets.properties", "aws-credentials");

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the folder, making it if need be.
   *
   * @throws DemoStartException if it cannot be written, its disk is full, or a running demo has it
   */
  static DataFolder take(Path path) {
    try {
      make(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new DemoStartException(
            "A demo is already running with the data in %s: stop it first, or give this one another folder by --data."
                .formatted(path));
      }
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        channel.close();
        throw new DemoStartException(
            "The disk of %s has only %d MB left and the demo needs %d: free some space, or give it another folder by --data."
                .formatted(path, free >> 20, FREE_BYTES_MIN >> 20));
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new DemoStartException(
          "The data folder %s cannot be written (%s): make it writable, or give another one by --data."
              .formatted(path, e),
          e);
    }
  }

  private static void make(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /**
   * Deletes what earlier demos kept; the lock and the logs stay.
   *
   * @throws DemoStartException if something cannot be deleted
   */
  void clear() {
    try (Stream<Path> entries = Files.list(path)) {
      for (Path entry : entries.toList()) {
        if (OURS.contains(entry.getFileName().toString())) {
          FileSystemUtils.deleteRecursively(entry);
        }
      }
    } catch (IOException e) {
      throw new DemoStartException(
          "The data folder %s cannot be emptied (%s): delete it by hand.".formatted(path, e), e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
