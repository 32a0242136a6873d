/** Classes that each break one rule of the house, so that a test can see the rule catch them. */
@NullMarked
package rulebreakers;

import org.jspecify.annotations.NullMarked;
