/** Tests of the words on the pages. */
@NullMarked
package awssimulator.pages;

import org.jspecify.annotations.NullMarked;
