-- What a person decided about an amount that AWS did not take, or holds otherwise: HANDLED is written off for good, unlike
-- what the end of an agreement wrote off; REFUND_CASE says that AWS charged too much for it.
ALTER TABLE metering.record DROP CONSTRAINT record_resolution_check;
ALTER TABLE metering.record
  ADD CONSTRAINT record_resolution_check CHECK (resolution IN ('RETURNED', 'WRITTEN_OFF', 'HANDLED', 'REFUND_CASE')),
  ADD COLUMN decided_by text,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decision   text,
  ADD CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decision IS NULL));
-- What waits for a person.
CREATE INDEX record_undecided ON metering.record (hour, id)
  WHERE resolution IS NULL AND state IN ('REFUSED', 'DISPUTED', 'UNKNOWN');
