package io.countinghouse.demo.mailbox;

import io.countinghouse.demo.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mails on disk: one file each, named by number and time of receipt. Thread-safe; a file is
 * written once and never changed.
 */
final class MailFolder {

  private static final Pattern NAME = Pattern.compile("(\\d{6,})_(\\d+)\\.eml");

  private final Path folder;
  private final Clock clock;
  private final List<Message> messages = new ArrayList<>();
  private long last;

  private MailFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Opens the folder with the mails that are in it.
   *
   * @param clock wall time, for the time of receipt
   */
  static MailFolder open(Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    MailFolder mails = new MailFolder(folder, clock);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        mails.load(file);
      }
    }
    return mails;
  }

  private void load(Path file) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (name.matches()) {
      last = Long.parseLong(name.group(1));
      Instant receivedAt = Instant.ofEpochMilli(Long.parseLong(name.group(2)));
      messages.add(MailReader.read(last, receivedAt, Files.readAllBytes(file)));
    }
  }

  /** Keeps a mail; when this returns it is on disk. */
  synchronized void store(String recipient, byte[] source) throws IOException {
    Instant now = clock.instant();
    byte[] delivered = MailReader.delivered(recipient, source);
    Message message = MailReader.read(last + 1, now, delivered);
    OwnerFile.write(
        folder.resolve("%06d_%d.eml".formatted(last + 1, now.toEpochMilli())), delivered);
    last++;
    messages.add(message);
  }

  /** The mails to an address, newest first; all of them for an empty one. */
  synchronized List<Message> to(String address) {
    return messages.reversed().stream()
        .filter(message ->
            address.isEmpty() || message.to().stream().anyMatch(address::equalsIgnoreCase))
        .toList();
  }

  synchronized Optional<Message> find(long id) {
    return messages.stream().filter(message -> message.id() == id).findFirst();
  }
}
