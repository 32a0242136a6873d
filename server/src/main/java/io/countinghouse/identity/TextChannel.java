package io.countinghouse.identity;

/** Whether phones can be sent anything; who sends it implements this. */
public interface TextChannel {

  /** Whether this installation sends texts. */
  boolean isOpen();
}
