/**
 * What usage costs and who owes it: price lists, rating, readings, postings, the books.
 *
 * <p>Never: change a posting or an entry. A correction is a new one.
 */
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "audit",
      "outbox",
      "site",
      "identity",
      "marketplace",
      "workspace",
      "settlement",
      "usage"
    })
@NullMarked
package io.countinghouse.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
