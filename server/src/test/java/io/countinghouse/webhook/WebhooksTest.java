package io.countinghouse.webhook;

import io.countinghouse.ConcurrentJob;
import io.countinghouse.MainJob;
import io.countinghouse.ServerTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** A test of webhooks, which may go to receivers on this machine. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerTest
@Import({MainJob.Beans.class, ConcurrentJob.Beans.class})
@TestPropertySource(
    properties = {
      "countinghouse.webhook.allow-http=true",
      "countinghouse.webhook.allow-private=true",
      "countinghouse.webhook.timeout=10s",
      "countinghouse.notification.operators=ops@example.com"
    })
@interface WebhooksTest {}
