package awssimulator.market;

/**
 * A buyer's AWS account.
 *
 * @param accountId 12 digits
 * @param name what the sign-in page calls it
 * @param customerIdentifier the legacy id of this buyer, the same for all products
 * @param suspended whether AWS suspended it; usage of its agreements is then refused
 */
public record Account(
    String accountId, String name, String customerIdentifier, boolean suspended) {}
