package io.countinghouse.identity;

import io.countinghouse.kernel.Language;

/**
 * Somebody asked for an e-mail code. Published in the transaction that stores the request; the code
 * itself is made when the mail is sent.
 *
 * @param language the language of the page it was asked for on
 * @param about how the mail calls what the code is good for, such as a username; empty for none
 */
public record CodeRequested(
    EmailCodeId codeId,
    CodePurpose purpose,
    EmailAddress address,
    Language language,
    String about) {}
