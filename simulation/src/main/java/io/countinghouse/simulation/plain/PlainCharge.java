package io.countinghouse.simulation.plain;

import java.time.LocalDate;

/** What is charged apart: a payer's share of an item of a workspace and billing day. */
public record PlainCharge(
    String payer, String workspace, LocalDate day, String item, String retention) {}
