/** Fields of forms: what was entered, what it means, and what is wrong with it. */
@NullMarked
package awssimulator.pages.forms;

import org.jspecify.annotations.NullMarked;
