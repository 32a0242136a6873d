package io.countinghouse.usage;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A body, unpacked, that ends with an exception where it is longer than allowed. */
final class BodyStream extends FilterInputStream {

  private static final int BUFFER = 16_384;

  private final long bytesMax;
  private long read;

  private BodyStream(InputStream in, long bytesMax) {
    super(in);
    this.bytesMax = bytesMax;
  }

  /** The body is longer than allowed. */
  static final class TooLong extends IOException {
    final transient long bytesMax;

    TooLong(long bytesMax) {
      super("more than " + bytesMax + " bytes");
      this.bytesMax = bytesMax;
    }
  }

  /** The body is said to be gzip and is not. */
  static final class NotGzip extends IOException {
    NotGzip(IOException cause) {
      super("no gzip", cause);
    }
  }

  /**
   * A body as it comes, or unpacked.
   *
   * @param bytesMax how many bytes it may have, unpacked
   */
  static InputStream of(InputStream body, boolean gzip, long bytesMax) throws IOException {
    if (!gzip) {
      return new BodyStream(body, bytesMax);
    }
    try {
      return new BodyStream(new GZIPInputStream(body, BUFFER), bytesMax);
    } catch (ZipException | EOFException e) {
      throw new NotGzip(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      read += Math.max(count, 0);
      if (read > bytesMax) {
        throw new TooLong(bytesMax);
      }
      return count;
    } catch (ZipException | EOFException e) {
      throw new NotGzip(e);
    }
  }
}
