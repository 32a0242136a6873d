package io.countinghouse;

import io.countinghouse.metering.Equation;
import io.countinghouse.settlement.Bind;
import io.countinghouse.wallet.WalletBooks;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * A {@link ServerTest} with the steps of both products' main jobs and what looks into the books.
 * All of them that are tests of {@link BothProducts} and import nothing more share one started
 * server, also those that need less: starting one costs more than most tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerTest
@Import({
  MainJob.Beans.class,
  ConcurrentJob.Beans.class,
  LicensedJob.Beans.class,
  Bind.Beans.class,
  Equation.Beans.class,
  WalletBooks.Beans.class
})
public @interface JobTest {}
