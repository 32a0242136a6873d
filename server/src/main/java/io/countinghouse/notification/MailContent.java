package io.countinghouse.notification;

import java.util.List;

/**
 * What the layout of a mail is filled with; every text in the mail's language.
 *
 * @param language the language's code
 * @param colour of bar and button
 * @param colon what stands between a label and its value
 * @param code empty without one
 * @param stepsTitle empty without steps
 * @param action the button's text; empty without one
 * @param url where the button leads
 */
record MailContent(
    String language,
    String brand,
    String colour,
    String subject,
    String greeting,
    String colon,
    String heading,
    List<String> paragraphs,
    String code,
    List<Fact> facts,
    String stepsTitle,
    List<String> steps,
    String action,
    String url,
    List<String> notes,
    List<String> footer) {

  /** A line of the table of facts. */
  record Fact(String label, String value) {}
}
