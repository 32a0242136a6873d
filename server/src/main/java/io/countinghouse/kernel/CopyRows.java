package io.countinghouse.kernel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteConverter;

/**
 * Rows as PostgreSQL's {@code COPY ... (FORMAT binary)} reads them: neither side writes or reads
 * numbers and times as text. A row is begun, then its values follow in the order of the columns;
 * each has the type of its column, which PostgreSQL does not convert.
 */
public final class CopyRows {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** Its times and days are counted from the year 2000. */
  private static final long EPOCH_SECOND = 946_684_800;

  private static final long EPOCH_DAY = 10_957;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private static final byte JSON_VERSION = 1;
  private static final int TEXT = 25;
  private static final int NUMERIC = 1700;
  private static final int NULL_LENGTH = -1;
  private static final int BYTES_PER_MESSAGE = 65_536;

  private final short columns;
  private ByteBuffer bytes;

  /**
   * No rows yet.
   *
   * @param columns how many values each row has
   * @param rows about how many rows there will be
   * @param bytesPerRow about how long each will be
   */
  public CopyRows(int columns, int rows, int bytesPerRow) {
    this.columns = (short) columns;
    this.bytes = ByteBuffer.allocate(HEADER.length + (rows + 1) * bytesPerRow);
    bytes.put(HEADER);
  }

  /** Begins a row. */
  public CopyRows row() {
    room(Short.BYTES).putShort(columns);
    return this;
  }

  /** A {@code text}. */
  public CopyRows text(@Nullable String value) {
    return value(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** A {@code jsonb}; PostgreSQL reads its text. */
  public CopyRows json(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + 1 + text.length).putInt(1 + text.length).put(JSON_VERSION).put(text);
    return this;
  }

  /** A {@code bytea}. */
  public CopyRows bytes(byte[] value) {
    return value(value);
  }

  /** A {@code uuid}. */
  public CopyRows uuid(UUID value) {
    room(Integer.BYTES + 2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
    return this;
  }

  /** A {@code numeric}. */
  public CopyRows numeric(@Nullable BigDecimal value) {
    return value(value == null ? null : ByteConverter.numeric(value));
  }

  /** A {@code boolean}. */
  public CopyRows bool(boolean value) {
    room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
    return this;
  }

  /** A {@code smallint}. */
  public CopyRows int2(int value) {
    room(Integer.BYTES + Short.BYTES).putInt(Short.BYTES).putShort((short) value);
    return this;
  }

  /** An {@code integer}. */
  public CopyRows int4(int value) {
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  /** A {@code date}. */
  public CopyRows date(LocalDate value) {
    return int4(Math.toIntExact(value.toEpochDay() - EPOCH_DAY));
  }

  /** A {@code timestamptz}; business times have no more than microseconds. */
  public CopyRows time(Instant value) {
    long micros =
        (value.getEpochSecond() - EPOCH_SECOND) * MICROS_PER_SECOND
            + value.getNano() / NANOS_PER_MICRO;
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(micros);
    return this;
  }

  /** A {@code text[]}. */
  public CopyRows texts(Collection<String> values) {
    int length = array(TEXT, values.size());
    values.forEach(this::text);
    return ended(length);
  }

  /** A {@code numeric[]}. */
  public CopyRows numerics(Collection<BigDecimal> values) {
    int length = array(NUMERIC, values.size());
    values.forEach(this::numeric);
    return ended(length);
  }

  /**
   * Begins an array of one dimension, counted from 1.
   *
   * @param type of its elements, by PostgreSQL's number of it
   * @return where its length is to be written once it is known
   */
  private int array(int type, int size) {
    int length = room(6 * Integer.BYTES).position();
    bytes.putInt(0).putInt(size == 0 ? 0 : 1).putInt(0).putInt(type);
    if (size > 0) {
      bytes.putInt(size).putInt(1);
    }
    return length;
  }

  private CopyRows ended(int length) {
    bytes.putInt(length, bytes.position() - length - Integer.BYTES);
    return this;
  }

  private CopyRows value(byte @Nullable [] value) {
    if (value == null) {
      room(Integer.BYTES).putInt(NULL_LENGTH);
    } else {
      room(Integer.BYTES + value.length).putInt(value.length).put(value);
    }
    return this;
  }

  private ByteBuffer room(int wanted) {
    if (bytes.remaining() < wanted) {
      byte[] more = Arrays.copyOf(bytes.array(), 2 * bytes.capacity() + wanted);
      bytes = ByteBuffer.wrap(more).position(bytes.position());
    }
    return bytes;
  }

  /**
   * Sends the rows, in the connection's transaction; once.
   *
   * @param into the table and its columns, in parentheses
   */
  public void send(Connection connection, String into) throws SQLException {
    room(Short.BYTES).putShort((short) -1);
    try {
      new CopyManager(connection.unwrap(BaseConnection.class))
          .copyIn(
              "COPY " + into + " FROM STDIN (FORMAT binary)",
              new ByteArrayInputStream(bytes.array(), 0, bytes.position()),
              BYTES_PER_MESSAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
