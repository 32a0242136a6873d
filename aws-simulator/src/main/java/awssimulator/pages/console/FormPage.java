package awssimulator.pages.console;

import awssimulator.clock.ClockRefusal;
import awssimulator.faults.FaultRefusal;
import awssimulator.market.MarketRefusal;
import awssimulator.pages.Go;
import awssimulator.pages.forms.Form;
import awssimulator.queue.QueueRefusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/**
 * A page with one form. The messages {@code KEY}, {@code KEY.help} and {@code KEY.button} are its
 * title, what it does, and what its button says.
 *
 * @param key the messages
 * @param subject what it is done to, shown as it is
 * @param action where it is sent
 * @param back where else to go
 * @param destructive whether its button warns
 */
record FormPage(String key, String subject, String action, String back, boolean destructive) {

  /** What a form causes. */
  interface Work {
    /** Does it; says where to go, or null if the form is not in order. */
    @Nullable String run();
  }

  /** The part of the console that the page belongs to. */
  public String section() {
    return back.split("/", -1)[2];
  }

  /** The form to fill in. */
  ModelAndView show(Form form) {
    return page(form, HttpStatus.OK);
  }

  private ModelAndView page(Form form, HttpStatus status) {
    ModelAndView page = new ModelAndView("console-form", status);
    page.addObject("page", this);
    page.addObject("form", form);
    return page;
  }

  /** Does the work, or shows the form again with what is wrong. */
  ModelAndView submit(Form form, Work work) {
    if (form.ok()) {
      try {
        String next = work.run();
        if (next != null && form.ok()) {
          return Go.to(next);
        }
      } catch (MarketRefusal e) {
        form.refuse(label(e.reason()), e.getMessage());
      } catch (QueueRefusal e) {
        form.refuse(label(e.reason()), e.getMessage());
      } catch (FaultRefusal e) {
        form.refuse("invalid", e.getMessage());
      } catch (ClockRefusal e) {
        form.refuse(label(e.reason()), e.getMessage());
      }
    }
    return page(form, HttpStatus.UNPROCESSABLE_CONTENT);
  }

  private static String label(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
