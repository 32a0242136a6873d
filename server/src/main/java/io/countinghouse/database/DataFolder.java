package io.countinghouse.database;

import io.countinghouse.database.DatabaseStartException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The folder of an embedded PostgreSQL, held by one server at a time: {@code cluster} (its data),
 * {@code binaries} (its programs), {@code password}, {@code port}, {@code complete} (written once
 * the cluster was made), {@code lock}.
 */
final class DataFolder implements AutoCloseable {

  private static final long FREE_BYTES_MIN = 300L * 1024 * 1024;
  private static final int PASSWORD_BYTES = 24;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, making it if need be.
   *
   * @throws DatabaseStartException if it cannot be used, another server holds it, or its disk is
   *     full
   */
  static DataFolder take(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        throw new DatabaseStartException(
            Reason.DISK_FULL,
            "The disk of %s has only %d MB left; the database needs %d MB to start."
                .formatted(folder, free >> 20, FREE_BYTES_MIN >> 20),
            "Free some space, or set countinghouse.database.folder to a folder on another disk.",
            null);
      }
      return new DataFolder(folder, locked(folder));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new DatabaseStartException(
          Reason.FOLDER_IN_USE,
          "Another running server uses the database in %s.".formatted(folder),
          "Stop that server, or set countinghouse.database.folder to another folder.",
          null);
    }
    return channel;
  }

  /** The lock ends with the channel, and with this process however it ends. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static DatabaseStartException unusable(Path folder, IOException e) {
    return new DatabaseStartException(
        Reason.FOLDER_UNUSABLE,
        "The database's folder %s cannot be written (%s)."
            .formatted(folder, e.getClass().getSimpleName()),
        "Make it writable for this user, or set countinghouse.database.folder to a folder that is.",
        e);
  }

  Path path() {
    return folder;
  }

  Path cluster() {
    return folder.resolve("cluster");
  }

  Path binaries() {
    return folder.resolve("binaries");
  }

  Path passwordFile() {
    return folder.resolve("password");
  }

  /** The password of the database's roles, made at first use, readable by this user alone. */
  String password() {
    try {
      Path file = passwordFile();
      if (!Files.exists(file)) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        Path draft = folder.resolve("password.draft");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(draft, HexFormat.of().formatHex(bytes));
        Files.move(draft, file);
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** The port picked at an earlier start. */
  OptionalInt keptPort() {
    try {
      Path file = folder.resolve("port");
      return Files.exists(file)
          ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
          : OptionalInt.empty();
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  void keepPort(int port) {
    write("port", Integer.toString(port));
  }

  /** Removes a cluster whose making was cut short; nothing was ever stored in it. */
  void removeUnfinished() {
    try {
      if (!Files.exists(folder.resolve("complete"))) {
        FileSystemUtils.deleteRecursively(cluster());
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** From now on the cluster holds data. */
  void markComplete() {
    write("complete", "The cluster beside this file was made completely.\n");
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }
}
