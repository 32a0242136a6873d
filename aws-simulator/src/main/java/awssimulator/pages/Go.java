package awssimulator.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Redirects after a form, with 303. */
public final class Go {
  private Go() {}

  public static ModelAndView to(String path) {
    RedirectView view = new RedirectView(path);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    view.setExposeModelAttributes(false);
    view.setExpandUriTemplateVariables(false);
    return new ModelAndView(view);
  }

  static ModelAndView toSignIn(String next) {
    return to("/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  /** The wanted path if it is a page of ours, else the start page. */
  static String safe(@Nullable String next) {
    return next != null && next.matches("/(?!/)[A-Za-z0-9/_?=&.%-]*") ? next : "/";
  }
}
