package io.countinghouse.console;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a page's handler. Every handler has it; one without is called by nobody. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {

  /** Who may call it. */
  Who value();

  /** The closed list of callers. */
  enum Who {
    /** Anybody. */
    PUBLIC,
    /** A browser that came from AWS with a good registration token. */
    LANDED,
    /** Anybody, and under {@code /setup} a browser that came from AWS: the steps of registering. */
    REGISTERING,
    /** Somebody signed in with a console account; what of, the handler checks by membership. */
    CUSTOMER,
    /** Somebody signed in with a billing account; what of, the handler checks. */
    BILLING,
    /** Somebody signed in at the place of the page: the console or the Billing Center. */
    SIGNED_IN,
    /** An operator of the back office. */
    OPERATOR
  }
}
