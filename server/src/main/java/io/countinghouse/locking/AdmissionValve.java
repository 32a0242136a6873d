package io.countinghouse.locking;

import io.countinghouse.locking.Admission.Verdict;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ContinueResponseTiming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;

/**
 * Answers the admission checks of data planes, whatever their method, path below ours and body:
 * proxies send the request they ask about. It stands before the web application, so that there is
 * no session, no CSRF and no rule about methods, and no chain of filters is made for it. The body
 * is not read.
 */
final class AdmissionValve extends ValveBase {

  static final String PATH = "/api/v1/admission";
  static final String HEADER = "X-Admission";

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionValve.class);
  private static final String BEARER = "Bearer ";
  private static final String FOR_A_SECOND = "max-age=1";

  private final AdmissionAnswers answers;

  AdmissionValve(AdmissionAnswers answers) {
    super(true);
    this.answers = answers;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    // Decoded and normalised, without parameters, as the application would get it.
    String path = request.getRequestPathMB().toString();
    if (path != null && isOurs(path)) {
      answers.askers().enter();
      try {
        answer(request, response);
        // Written here, while a node that stops waits for it.
        response.finishResponse();
      } finally {
        answers.askers().leave();
      }
    } else {
      getNext().invoke(request, response);
    }
  }

  private static boolean isOurs(String path) {
    return path.startsWith(PATH)
        && (path.length() == PATH.length() || path.charAt(PATH.length()) == '/');
  }

  private void answer(Request asked, Response answer) {
    // As the application does: who asks before sending a body is told to, and the body is skipped.
    answer.sendAcknowledgement(ContinueResponseTiming.IMMEDIATELY);
    answer.setContentLength(0);
    try {
      write(answers.of(token(asked.getHeaders(HttpHeaders.AUTHORIZATION))), answer);
    } catch (DataAccessException e) {
      // Every request comes here while the database is away: its stack would fill the log.
      LOG.warn("Admission cannot be told: {}", e.getMostSpecificCause().toString());
      answer.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      answer.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
      answer.setHeader(HttpHeaders.RETRY_AFTER, "1");
    }
  }

  private static void write(Verdict verdict, Response answer) {
    answer.setHeader(HttpHeaders.CACHE_CONTROL, FOR_A_SECOND);
    // Who keeps answers keeps them apart by the token.
    answer.setHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
    switch (verdict) {
      case ALLOW -> answer.setHeader(HEADER, "allow");
      case READ_ONLY -> answer.setHeader(HEADER, "read-only");
      case REFUSED -> answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  /** What is presented, or an empty text; of two, nobody can say which one is meant. */
  private static String token(Enumeration<String> headers) {
    String header = headers.hasMoreElements() ? headers.nextElement() : "";
    return !headers.hasMoreElements() && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }
}
