package awssimulator.store;

import awssimulator.settings.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one connection to the state. All reading and writing happens inside {@link #transact}, one
 * caller at a time; when it returns, the change is on disk (WAL, synchronous=FULL). Thread-safe.
 */
@Component
public final class Database implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final @Nullable FileChannel folderLock;
  private final SingleConnectionDataSource connection;
  private final TransactionTemplate transactions;
  private final JdbcClient jdbc;

  /**
   * Opens or makes the state.
   *
   * @throws DataFolderInUse if another simulator works on the same folder
   * @throws DataFolderOfAnotherVersion if the folder holds the state of another version
   */
  public Database(SimulatorSettings settings) {
    folderLock = settings.memory() ? null : lockFolder(settings.data());
    String url =
        settings.memory()
            ? "jdbc:sqlite::memory:"
            : "jdbc:sqlite:" + settings.data().resolve("aws-simulator.db").toAbsolutePath();
    connection = new SingleConnectionDataSource(url, true);
    connection.setDriverClassName("org.sqlite.JDBC");
    Properties pragmas = new Properties();
    pragmas.setProperty("journal_mode", "WAL");
    pragmas.setProperty("synchronous", "FULL");
    pragmas.setProperty("foreign_keys", "true");
    connection.setConnectionProperties(pragmas);
    transactions = new TransactionTemplate(new DataSourceTransactionManager(connection));
    jdbc = JdbcClient.create(connection);
    prepare(settings);
  }

  private static FileChannel lockFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new DataFolderInUse(folder);
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + folder + " cannot be used", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** Makes the tables of an empty folder; refuses a folder whose tables are of another version. */
  private void prepare(SimulatorSettings settings) {
    String schema = schema();
    int version = version(schema);
    boolean empty =
        jdbc.sql("SELECT count(*) FROM sqlite_master").query(Integer.class).single() == 0;
    int found = jdbc.sql("PRAGMA user_version").query(Integer.class).single();
    if (!empty && found != version) {
      close();
      throw new DataFolderOfAnotherVersion(settings.data());
    }
    transact(() -> {
      for (String statement : schema.split(";", -1)) {
        if (!statement.isBlank()) {
          jdbc.sql(statement).update();
        }
      }
      return jdbc.sql("PRAGMA user_version = " + version).update();
    });
  }

  /** A number for what the schema says, not for how it is laid out. */
  private static int version(String schema) {
    CRC32 sum = new CRC32();
    sum.update(schema.replaceAll("\\s+", " ").strip().getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue() | 1;
  }

  private static String schema() {
    try {
      String text =
          new ClassPathResource("awssimulator/schema.sql", Database.class.getClassLoader())
              .getContentAsString(StandardCharsets.UTF_8);
      return text.replaceAll("(?m)--.*$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the work in a transaction and returns its result; joins one that is open already. */
  public <T extends @Nullable Object> T transact(Supplier<T> work) {
    lock.lock();
    try {
      return transactions.execute(_ -> work.get());
    } finally {
      lock.unlock();
    }
  }

  /** Runs the work in a transaction; joins one that is open already. */
  public void run(Runnable work) {
    transact(() -> {
      work.run();
      return true;
    });
  }

  /**
   * SQL on the open transaction.
   *
   * @throws IllegalStateException outside {@link #transact}: the connection is shared
   */
  public JdbcClient sql() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("SQL outside a transaction");
    }
    return jdbc;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.destroy();
      if (folderLock != null) {
        folderLock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
