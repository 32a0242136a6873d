package io.countinghouse.metering;

/**
 * Events that other systems were to be told of and were not; they raise the alarm {@link
 * AlarmKind#LOST_EVENTS}. Implemented by the webhooks.
 */
public interface LostEvents {

  /**
   * How many events were given up and how many endpoints the server disabled, as long as nobody
   * dealt with them; in the caller's transaction.
   */
  long count();
}
