/**
 * The wire of AWS Marketplace: AWS JSON 1.1 signed with SigV4, SNS envelopes, SQS. Nothing of it is
 * known outside.
 */
@NullMarked
package io.countinghouse.marketplace.aws;

import org.jspecify.annotations.NullMarked;
