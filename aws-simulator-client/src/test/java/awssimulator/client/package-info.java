/** Tests of the client. */
@NullMarked
package awssimulator.client;

import org.jspecify.annotations.NullMarked;
