package io.countinghouse.simulation;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.SplittableRandom;

/**
 * Ids that a seed decides. Server and simulator draw theirs from {@link SecureRandom}, and go by
 * them where several rows are equal otherwise; so a run is the same again only with the same ids.
 *
 * <p>What the simulation's own thread draws, and what the simulator's request threads draw, comes
 * of a stream each: one of them works at a time. All other threads draw what they like.
 */
public final class SeededIds extends Provider {

  /** As the simulator's web server names the threads that answer requests. */
  private static final String REQUEST_THREADS = "tomcat-handler-";

  private static final SplittableRandom OTHERS = new SplittableRandom();

  private static volatile Thread own = Thread.currentThread();
  private static SplittableRandom ofOwn = new SplittableRandom();
  private static SplittableRandom ofRequests = new SplittableRandom();

  private SeededIds() {
    super("SeededIds", "1", "ids that a seed decides");
    put("SecureRandom.SeededIds", Source.class.getName());
  }

  /** Becomes this JVM's source; before server and simulator are loaded. */
  static synchronized void install() {
    if (Security.getProvider("SeededIds") == null) {
      Security.insertProviderAt(new SeededIds(), 1);
    }
  }

  /** Begins anew, for the thread that calls. */
  static synchronized void begin(long seed) {
    own = Thread.currentThread();
    ofOwn = new SplittableRandom(seed);
    ofRequests = new SplittableRandom(~seed);
  }

  private static synchronized void draw(byte[] bytes) {
    Thread current = Thread.currentThread();
    if (current.equals(own)) {
      ofOwn.nextBytes(bytes);
    } else if (current.getName().startsWith(REQUEST_THREADS)) {
      ofRequests.nextBytes(bytes);
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
