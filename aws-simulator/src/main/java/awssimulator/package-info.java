/** A stand-in for AWS Marketplace that an unmodified AWS SDK can talk to. */
@NullMarked
package awssimulator;

import org.jspecify.annotations.NullMarked;
