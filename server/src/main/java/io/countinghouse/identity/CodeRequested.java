package io.countinghouse.identity;

import io.countinghouse.kernel.Language;

/**
 * Somebody asked for a code. Published in the transaction that stores the request; the code itself
 * is made when the mail or text is sent.
 *
 * @param language the language of the page it was asked for on
 * @param about how the mail calls what the code is good for, such as a username; empty for none
 */
public record CodeRequested(
    EmailCodeId codeId,
    CodePurpose purpose,
    CodeAddress address,
    Language language,
    String about) {}
