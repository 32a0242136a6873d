package io.countinghouse;

import io.countinghouse.settlement.Bind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** A {@link ServerTest} with the steps of both products' main jobs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerTest
@Import({MainJob.Beans.class, ConcurrentJob.Beans.class, Bind.Beans.class})
@interface ConcurrentTest {}
