package io.countinghouse.marketplace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we ask of AWS Marketplace; answers are values, never exceptions. Call it outside any
 * transaction.
 */
public interface MarketplaceApi {

  /** Redeems the registration token of a landing; may be asked again with the same token. */
  Resolution resolve(Product product, String registrationToken);

  /** A usage record as the exact text that is sent, every time. */
  String encode(UsageRecord record);

  /**
   * An encoded record without its allocations: the same customer, dimension, hour and quantity, so
   * that AWS takes it for the same record.
   */
  String withoutAllocations(String encoded);

  /** How many bytes the body of a call may have; AWS takes less than 1 MB. */
  int CALL_BYTES_MAX = 999_000;

  /**
   * The body of a call for encoded records of one product, at most 25 and with less than {@link
   * #CALL_BYTES_MAX} bytes.
   */
  String callOf(Product product, List<String> encoded);

  /** Sends a body made by {@link #callOf}. */
  CallAnswer meter(Product product, String call);

  /** What came of a registration token. */
  sealed interface Resolution {

    /** AWS's answer; which members it has depends on the model and the age of the product. */
    record Resolved(
        String productCode,
        @Nullable String customerIdentifier,
        @Nullable String awsAccountId,
        @Nullable LicenseArn license)
        implements Resolution {}

    /** Too old: the customer gets a new one from AWS. */
    record Expired() implements Resolution {}

    /** Unknown or garbled. */
    record Invalid() implements Resolution {}

    /** AWS is slow, failing or out of reach. */
    record Unavailable(String detail) implements Resolution {}

    /** AWS refuses us: credentials, rights, region. */
    record Misconfigured(String detail) implements Resolution {}
  }

  /** What came of a metering call. */
  sealed interface CallAnswer {

    /**
     * AWS answered for each record.
     *
     * @param records in the order they were sent
     */
    record Answered(String body, List<RecordAnswer> records) implements CallAnswer {}

    /** AWS rejected the whole call because of something in it. */
    record Rejected(int status, String error, String body) implements CallAnswer {}

    /** AWS rejected the whole call because there were too many of them. */
    record Throttled(int status, String error, String body) implements CallAnswer {}

    /**
     * AWS rejected the whole call because of us: credentials, rights, region, product. A person
     * must mend the configuration.
     */
    record Misconfigured(int status, String error, String body) implements CallAnswer {}

    /** It never reached AWS. */
    record NotSent(String detail) implements CallAnswer {}

    /** It may have reached AWS: a time-out, a cut connection, a 500. */
    record Unanswered(@Nullable Integer status, String detail) implements CallAnswer {}
  }

  /** What AWS said of one record. */
  sealed interface RecordAnswer {

    /** AWS has it. */
    record Accepted(String meteringRecordId) implements RecordAnswer {}

    /** Not honoured: AWS has no subscription for the customer. */
    record NotSubscribed() implements RecordAnswer {}

    /** Not honoured: AWS holds a record of the same key. */
    record Duplicate(@Nullable String meteringRecordId) implements RecordAnswer {}

    /** Not looked at; send it again. */
    record Unprocessed() implements RecordAnswer {}

    /** A status that we do not know, or no word of this record. */
    record Unclear(String detail) implements RecordAnswer {}
  }
}
