package io.countinghouse.audit;

import org.springframework.context.ApplicationContext;

/** What the thread that seals does first, done by hand. */
public final class HandTrail {

  private HandTrail() {}

  /** Writes out the entries of all that was bundled. */
  public static void writeOut(ApplicationContext server) {
    server.getBean(AuditSealer.class).writeOut();
  }
}
