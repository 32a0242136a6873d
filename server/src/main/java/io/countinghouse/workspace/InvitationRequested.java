package io.countinghouse.workspace;

/**
 * An invitation is to be sent, for the first time or again. Published in the transaction that
 * stores it; the token of its link is made when the mail is sent.
 */
public record InvitationRequested(Invitation invitation) {}
