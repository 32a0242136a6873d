package awssimulator.wire;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Cuts the connection of a marked request before a byte of an answer is sent, as a client sees it
 * whose call timed out on its way. Only the web server itself can do that.
 */
@Component
class ConnectionCutter implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private static final String MARK = ConnectionCutter.class.getName();

  /** Marks a request; the handler must answer nothing. */
  static void cut(HttpServletRequest request) {
    request.setAttribute(MARK, true);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(
        new ValveBase(true) {
          @Override
          public void invoke(Request request, Response response)
              throws IOException, ServletException {
            getNext().invoke(request, response);
            if (request.getAttribute(MARK) != null) {
              response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            }
          }
        });
  }
}
