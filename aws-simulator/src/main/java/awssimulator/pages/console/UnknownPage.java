package awssimulator.pages.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such page. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class UnknownPage extends RuntimeException {
  UnknownPage(String what) {
    super(what);
  }
}
