package awssimulator.wire;

/** Who signed a call, and for which region. */
record Caller(String sellerAccountId, String accessKeyId, String region) {}
