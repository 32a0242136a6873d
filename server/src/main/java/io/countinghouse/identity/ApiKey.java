package io.countinghouse.identity;

/**
 * The right of a machine to call us; the key itself is not kept.
 *
 * @param id names it, {@code apik_…}; not secret
 * @param name what people call it
 */
public record ApiKey(String id, String name) {}
