package io.countinghouse;

import io.countinghouse.identity.QuickPasswords;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server: started on a real PostgreSQL of its own, with a {@link TestClock} as
 * its business clock and with no worker threads (call {@code OutboxWorker.runAll()}). Each test
 * class begins with the rows of a server just started; its clock starts over before each test.
 * {@code MockMvc} can be injected.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = Countinghouse.class,
    properties = {
      "spring.config.name=countinghouse",
      // PostgreSQL ends with the JVM as well: a server that is closed then waits for it in vain.
      "spring.main.register-shutdown-hook=false",
      "countinghouse.outbox.enabled=false",
      "countinghouse.audit.seal=false",
      // Most tests that pass days are not about alarms.
      "countinghouse.metering.alarm-every=1h",
      "countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters"
    })
@AutoConfigureMockMvc
@ContextConfiguration(
    initializers = ServerTestSupport.class,
    classes = {ServerTestSupport.Beans.class, QuickPasswords.class})
@ExtendWith(ServerTestSupport.StartOver.class)
public @interface ServerTest {}
