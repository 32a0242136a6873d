package io.countinghouse.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the packages about accounts, workspaces and mails, without the rest of the server: on a
 * real PostgreSQL, a real SMTP server and a text gateway, with clocks that stand still and no
 * worker threads.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = AccountsTestSupport.Beans.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {
      "spring.config.name=countinghouse",
      // PostgreSQL ends with the JVM as well: a server that is closed then waits for it in vain.
      "spring.main.register-shutdown-hook=false",
      "countinghouse.outbox.enabled=false",
      "countinghouse.audit.seal=false",
      "countinghouse.identity.secret=" + AccountsTestSupport.SECRET,
      "countinghouse.identity.first-operator.username=Root.Operator",
      "countinghouse.identity.first-operator.password=" + AccountsTestSupport.OPERATOR_PASSWORD,
      "countinghouse.identity.first-api-key=" + AccountsTestSupport.API_KEY
    })
@ContextConfiguration(initializers = AccountsTestSupport.class)
public @interface AccountsTest {}
