package io.countinghouse.demo.mailbox;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.web.util.HtmlUtils;

/** The mail box's pages; everything that came from a mail is escaped. */
final class MailHtml {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
      table { width: 100%%; border-collapse: collapse; }
      th, td { text-align: left; padding: .4rem .5rem; border-bottom: 1px solid #8886; overflow-wrap: anywhere; vertical-align: top; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8886; padding: 1rem; }
      iframe { width: 100%%; height: 40rem; border: 1px solid #8886; background: #fff; }
      .note { border-left: .3rem solid #d9822b; padding-left: .6rem; }
      @media (max-width: 40rem) { thead { display: none } tr, td { display: block; border: 0; padding: .1rem 0 } tr { border-bottom: 1px solid #8886; padding: .6rem 0 } }
      </style>
      </head>
      <body>
      <main>
      """;

  private MailHtml() {}

  /** All mails, or those to an address. */
  static String list(List<Message> messages, String to) {
    StringBuilder page = new StringBuilder(HEAD.formatted("Mail box"));
    page.append(
        "<h1>Mail box</h1>\n<p class=\"note\">A demo's mail box: every mail and every text to a phone ends here.</p>\n");
    page.append("<form><label>To <input type=\"search\" name=\"to\" value=\"")
        .append(escape(to))
        .append("\"></label> <button>Filter</button></form>\n");
    if (messages.isEmpty()) {
      page.append("<p>No mails yet. They appear here when you reload the page.</p>\n");
      return page.append("</main></body></html>\n").toString();
    }
    page.append("<table>\n<thead><tr><th>Subject</th><th>To</th><th>Received</th></tr></thead>\n");
    for (Message message : messages) {
      page.append("<tr><td><a href=\"/mails/")
          .append(message.id())
          .append("\">")
          .append(escape(message.subject().isBlank() ? "(no subject)" : message.subject()))
          .append("</a></td><td>")
          .append(escape(String.join(", ", message.to())))
          .append("</td><td>")
          .append(TIME.format(message.receivedAt()))
          .append("</td></tr>\n");
    }
    return page.append("</table>\n</main></body></html>\n").toString();
  }

  /** One mail, its HTML in a frame that can do nothing. */
  static String mail(Message message) {
    StringBuilder page = new StringBuilder(HEAD.formatted(escape(message.subject())));
    page.append("<p><a href=\"/\">All mails</a></p>\n<h1>")
        .append(escape(message.subject()))
        .append("</h1>\n<p>From ")
        .append(escape(message.from()))
        .append(" to ")
        .append(escape(String.join(", ", message.to())))
        .append(", ")
        .append(TIME.format(message.receivedAt()))
        .append("</p>\n");
    if (!message.html().isEmpty()) {
      page.append(
              "<iframe title=\"The mail\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/messages/")
          .append(message.id())
          .append("/html\"></iframe>\n<h2>As text</h2>\n");
    }
    return page.append("<pre>")
        .append(escape(message.text()))
        .append("</pre>\n</main></body></html>\n")
        .toString();
  }

  /** The mail's own HTML, its links opening beside the mail box. */
  static String openingOutside(String html) {
    return "<!doctype html><base target=\"_blank\">" + html;
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text);
  }
}
