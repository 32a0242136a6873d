/**
 * The pages a buyer sees, in Chinese and English: products, subscribing, subscriptions, the bill.
 */
@NullMarked
package awssimulator.pages;

import org.jspecify.annotations.NullMarked;
