/**
 * The demo as its users meet it: the real process, a real browser, real mails and real kills.
 *
 * <p>Owns: nothing that runs. It calls no code of the product; it knows addresses, pages and wire
 * formats.
 */
@NullMarked
package io.countinghouse.acceptance;

import org.jspecify.annotations.NullMarked;
