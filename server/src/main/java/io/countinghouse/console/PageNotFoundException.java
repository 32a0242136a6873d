package io.countinghouse.console;

import java.io.Serial;

/** There is no such page for this caller, be it because there is none at all or not for them. */
final class PageNotFoundException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  PageNotFoundException(String what) {
    super(what);
  }
}
