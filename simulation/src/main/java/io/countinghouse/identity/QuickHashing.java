package io.countinghouse.identity;

import org.springframework.context.support.GenericApplicationContext;

/** Hashes passwords with little memory: a run makes hundreds of accounts, and none is guarded. */
public final class QuickHashing {

  private static final int MEMORY_KIB = 64;

  private QuickHashing() {}

  /** From now on a server that is to be started hashes so. */
  public static void in(GenericApplicationContext server) {
    server.registerBean(
        "quickPasswordHasher",
        PasswordHasher.class,
        () -> new PasswordHasher(MEMORY_KIB),
        definition -> definition.setPrimary(true));
  }
}
