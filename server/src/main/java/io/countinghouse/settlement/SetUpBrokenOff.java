package io.countinghouse.settlement;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;

/**
 * A set-up was begun and is not done: its customer is to be reminded. Published in the transaction
 * that notes it.
 *
 * @param email shown by a code in the set-up
 */
public record SetUpBrokenOff(AgreementId agreement, EmailAddress email, Language language) {}
