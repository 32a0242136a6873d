/**
 * A mail box for developers: takes every mail by SMTP and every text (SMS) by HTTP, keeps each as a
 * file, shows them on a page and as JSON. Nothing is ever passed on.
 *
 * <p>Owns: the folder of mails and the two ports. Does not own: what the mails say.
 */
@NullMarked
package io.countinghouse.demo.mailbox;

import org.jspecify.annotations.NullMarked;
