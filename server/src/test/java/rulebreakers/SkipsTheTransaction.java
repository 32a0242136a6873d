package rulebreakers;

import org.springframework.stereotype.Repository;

/** Can be called without a transaction. */
@Repository
public class SkipsTheTransaction {}
