package io.countinghouse.kernel;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
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

  /** A {@code numeric} has digits of base 10,000: four decimal ones each. */
  private static final int BASE = 10_000;

  private static final int DECIMALS_PER_DIGIT = 4;
  private static final int[] POWERS = {1, 10, 100, 1000};
  private static final int NEGATIVE = 0x4000;

  /** So many decimal digits fit into a long, and three more. */
  private static final int PRECISION_MAX = 15;

  private static final int SCALE_MAX = 100;

  /** Rows are kept in pieces of this size: one large array is a burden to the garbage collector. */
  private static final int BYTES_PER_MESSAGE = 65_536;

  private final short columns;
  private final List<ByteBuffer> full = new ArrayList<>();
  private ByteBuffer bytes = ByteBuffer.allocate(BYTES_PER_MESSAGE);

  /**
   * No rows yet.
   *
   * @param columns how many values each row has
   */
  public CopyRows(int columns) {
    this.columns = (short) columns;
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
    return value(value == null ? null : bytesOf(value));
  }

  private static byte[] bytesOf(BigDecimal value) {
    return value.precision() <= PRECISION_MAX && value.scale() >= 0 && value.scale() <= SCALE_MAX
        ? bytesOf(value.unscaledValue().longValue(), value.scale())
        : ByteConverter.numeric(value);
  }

  /** One that a long holds: most are, and the driver's way takes a division of big integers. */
  private static byte[] bytesOf(long unscaled, int scale) {
    int missing = Math.floorMod(-scale, DECIMALS_PER_DIGIT);
    long left = Math.abs(unscaled) * POWERS[missing];
    int weight = -(scale + missing) / DECIMALS_PER_DIGIT - 1;
    while (left != 0 && left % BASE == 0) {
      left /= BASE;
      weight++;
    }
    int digits = 0;
    for (long rest = left; rest != 0; rest /= BASE) {
      digits++;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate((DECIMALS_PER_DIGIT + digits) * Short.BYTES)
            .putShort((short) digits)
            .putShort((short) (digits == 0 ? 0 : weight + digits))
            .putShort((short) (unscaled < 0 ? NEGATIVE : 0))
            .putShort((short) scale);
    for (int i = digits - 1; i >= 0; i--) {
      bytes.putShort((DECIMALS_PER_DIGIT + i) * Short.BYTES, (short) (left % BASE));
      left /= BASE;
    }
    return bytes.array();
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
    return texts(values, value -> value);
  }

  /** A {@code text[]} of what rows have. */
  public <T> CopyRows texts(Collection<T> rows, Function<T, String> value) {
    return array(TEXT, rows, row -> value.apply(row).getBytes(StandardCharsets.UTF_8));
  }

  /** A {@code numeric[]}. */
  public CopyRows numerics(Collection<BigDecimal> values) {
    return numerics(values, value -> value);
  }

  /** A {@code numeric[]} of what rows have. */
  public <T> CopyRows numerics(Collection<T> rows, Function<T, BigDecimal> value) {
    return array(NUMERIC, rows, row -> bytesOf(value.apply(row)));
  }

  /** No array, where there may be one. */
  public CopyRows noArray() {
    return value(null);
  }

  /**
   * An array of one dimension, counted from 1.
   *
   * @param type of its elements, by PostgreSQL's number of it
   */
  private <T> CopyRows array(int type, Collection<T> rows, Function<T, byte[]> value) {
    int size = rows.size();
    ByteBuffer head = room(6 * Integer.BYTES);
    int at = head.position();
    int length = (size == 0 ? 3 : 5) * Integer.BYTES;
    head.putInt(length).putInt(size == 0 ? 0 : 1).putInt(0).putInt(type);
    if (size > 0) {
      head.putInt(size).putInt(1);
    }
    for (T row : rows) {
      byte[] element = value.apply(row);
      length += Integer.BYTES + element.length;
      value(element);
    }
    head.putInt(at, length);
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
      full.add(bytes);
      bytes = ByteBuffer.allocate(Math.max(BYTES_PER_MESSAGE, wanted));
    }
    return bytes;
  }

  /**
   * Sends the rows, in the connection's transaction; once.
   *
   * @param into the table and its columns, in parentheses
   */
  public void send(Connection connection, String into) throws SQLException {
    send(connection, into, List.of(), (_, _) -> {});
  }

  /**
   * Sends the rows and more, as they are written: PostgreSQL takes the first in while the next are
   * made, and no more than a piece of them is held. In the connection's transaction; once.
   *
   * @param into the table and its columns, in parentheses
   * @param of what the rows are of
   * @param append writes the row of one; it must not use the connection, and whatever it throws
   *     leaves the transaction aborted, as an error of the database does
   */
  public <T> void send(
      Connection connection, String into, Iterable<T> of, BiConsumer<CopyRows, T> append)
      throws SQLException {
    CopyIn copy =
        new CopyManager(connection.unwrap(BaseConnection.class))
            .copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
    try {
      for (T one : of) {
        append.accept(this, one);
        sendFull(copy);
      }
      room(Short.BYTES).putShort((short) -1);
      full.add(bytes);
      sendFull(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void sendFull(CopyIn copy) throws SQLException {
    for (ByteBuffer piece : full) {
      copy.writeToCopy(piece.array(), piece.arrayOffset(), piece.position());
    }
    full.clear();
  }
}
