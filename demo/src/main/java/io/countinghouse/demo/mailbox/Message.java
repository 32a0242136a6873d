package io.countinghouse.demo.mailbox;

import java.time.Instant;
import java.util.List;

/**
 * A mail as the list shows it.
 *
 * @param id its number in this mail box, from 1
 * @param from the sender's address
 * @param to whom it was delivered to
 * @param receivedAt when it was taken, in wall time
 * @param text its plain part; empty if it has none
 * @param html its HTML part; empty if it has none
 */
record Message(
    long id,
    String from,
    List<String> to,
    String subject,
    Instant receivedAt,
    String text,
    String html) {}
