package io.countinghouse.usage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** A body, unpacked, that ends with an exception where it is longer than allowed. */
final class BodyStream extends FilterInputStream {

  private static final int BUFFER = 16_384;

  private final @Nullable Raw packed;
  private final long bytesMax;
  private long read;

  private BodyStream(InputStream in, @Nullable Raw packed, long bytesMax) {
    super(in);
    this.packed = packed;
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
      return new BodyStream(body, null, bytesMax);
    }
    Raw raw = new Raw(body);
    try {
      return new BodyStream(
          GzipCompressorInputStream.builder()
              .setInputStream(raw)
              .setBufferSize(BUFFER)
              .setDecompressConcatenated(true)
              .get(),
          raw,
          bytesMax);
    } catch (IOException e) {
      throw raw.broken ? e : new NotGzip(e);
    }
  }

  /** The body as it comes; what goes wrong here is the connection's fault and not the gzip's. */
  private static final class Raw extends FilterInputStream {

    private boolean broken;

    Raw(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = unpacked(bytes, offset, length);
    read += Math.max(count, 0);
    if (read > bytesMax) {
      throw new TooLong(bytesMax);
    }
    return count;
  }

  /** All members of a gzip, to the last byte: what follows the first and is none is not skipped. */
  private int unpacked(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw packed == null || packed.broken ? e : new NotGzip(e);
    }
  }
}
