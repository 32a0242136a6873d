package awssimulator.metering;

import awssimulator.market.Agreement;
import java.util.List;

/**
 * A record that nothing speaks against, and whom it may charge.
 *
 * @param meterKey within which an hour of a dimension is charged once
 * @param payers the agreements that it may charge, newest first; none if the buyer has no such
 */
record Checked(UsageRecord usage, String meterKey, List<Agreement> payers) {}
