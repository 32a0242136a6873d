package awssimulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a simulator, as {@link AwsSimulatorExtension} describes: one for the class
 * unless each test asks for its own.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AwsSimulatorExtension.class)
public @interface WithAwsSimulator {
  /** Settings as {@code key=value}, such as {@code aws-simulator.start-at=2026-11-30T22:00:00Z}. */
  String[] settings() default {};

  /** How long a simulator lives. */
  Lifetime lifetime() default Lifetime.CLASS;

  /** How long a simulator lives. */
  enum Lifetime {
    /** From before a class's first test to after its last, nested classes included. */
    CLASS,
    /** For one test: every test finds a new one, with nobody subscribed. */
    TEST
  }
}
