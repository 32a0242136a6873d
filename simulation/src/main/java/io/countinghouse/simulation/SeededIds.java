package io.countinghouse.simulation;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ids that a seed decides. Server and simulator draw theirs from {@link SecureRandom}, and go by
 * them where several rows are equal otherwise; so a run is the same again only with the same ids.
 *
 * <p>What the run's own thread draws, and what the simulator's request threads draw, comes of a
 * stream each: one of them works at a time. All other threads draw what they like. A thread belongs
 * to the run in which it was started, by whichever thread of that run: what an earlier run left
 * behind in this JVM takes nothing from a later one.
 */
public final class SeededIds extends Provider {

  /** As the simulator's web server names the threads that answer requests. */
  private static final String REQUEST_THREADS = "tomcat-handler-";

  private static final SplittableRandom OTHERS = new SplittableRandom();

  private static final InheritableThreadLocal<@Nullable Streams> OF_RUN =
      new InheritableThreadLocal<>();

  private static final class Streams {

    private final Thread own = Thread.currentThread();
    private SplittableRandom ofOwn = new SplittableRandom();
    private SplittableRandom ofRequests = new SplittableRandom();
  }

  private SeededIds() {
    super("SeededIds", "1", "ids that a seed decides");
    put("SecureRandom.SeededIds", Source.class.getName());
  }

  /**
   * Becomes the JVM's source. Before anything of server and simulator is made, in a run or not:
   * what they make once for all of the JVM stays of the source it had then.
   */
  static synchronized void install() {
    if (Security.getProvider("SeededIds") == null) {
      Security.insertProviderAt(new SeededIds(), 1);
    }
  }

  /** A run begins, of the thread that calls; before its server and simulator are started. */
  static synchronized void open(long seed) {
    install();
    OF_RUN.set(new Streams());
    begin(seed);
  }

  /** Begins anew, for the run of the thread that calls. */
  static synchronized void begin(long seed) {
    Streams streams = Objects.requireNonNull(OF_RUN.get(), "no run is open");
    streams.ofOwn = new SplittableRandom(seed);
    streams.ofRequests = new SplittableRandom(~seed);
  }

  private static synchronized void draw(byte[] bytes) {
    Thread current = Thread.currentThread();
    Streams streams = OF_RUN.get();
    if (streams == null) {
      OTHERS.nextBytes(bytes);
    } else if (current.equals(streams.own)) {
      streams.ofOwn.nextBytes(bytes);
    } else if (current.getName().startsWith(REQUEST_THREADS)) {
      streams.ofRequests.nextBytes(bytes);
    } else {
      OTHERS.nextBytes(bytes);
    }
  }

  /** What a {@link SecureRandom} draws from; public because the JDK makes it. */
  public static final class Source extends SecureRandomSpi {

    /** Made by the JDK. */
    public Source() {}

    @Override
    protected void engineSetSeed(byte[] seed) {
      // The run's seed decides alone.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      draw(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      byte[] bytes = new byte[length];
      draw(bytes);
      return bytes;
    }
  }
}
