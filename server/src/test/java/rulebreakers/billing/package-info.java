@NullMarked
package rulebreakers.billing;

import org.jspecify.annotations.NullMarked;
