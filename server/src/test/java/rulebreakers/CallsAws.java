package rulebreakers;

import software.amazon.awssdk.regions.Region;

/** Knows AWS outside its package. */
public record CallsAws(Region region) {}
