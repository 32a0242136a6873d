-- What AWS charged too much becomes a refund case when a person closes the difference.
ALTER TABLE metering.difference ADD COLUMN refund_case text REFERENCES billing.refund_case;
ALTER TABLE billing.refund_case
  DROP CONSTRAINT refund_case_cause_check,
  ADD CONSTRAINT refund_case_cause_check CHECK (cause ~ '^(DECISION|PERIOD_END|DIFFERENCE) .+$');
-- All entries of before fit, and they may be years of them: they are not read for it.
ALTER TABLE billing.entry
  DROP CONSTRAINT entry_cause_check,
  ADD CONSTRAINT entry_cause_check CHECK (
    cause ~ '^(READING|(RECORD_MADE|RECORD|DECISION|PERIOD_END|HANDED_TO|HANDED_BY|DIFFERENCE) .+)$') NOT VALID;
