-- Which period's end wrote a record off: an end that is disproved takes back what it wrote off, and nothing else.
ALTER TABLE metering.record ADD COLUMN written_off_with timestamptz;
UPDATE metering.record r SET written_off_with = a.period_started_at
  FROM marketplace.agreement a
 WHERE a.id = r.agreement_id AND r.resolution = 'WRITTEN_OFF' AND r.answered_at >= a.period_started_at;
ALTER TABLE metering.record
  ADD CONSTRAINT record_written_off_with CHECK (written_off_with IS NULL OR resolution = 'WRITTEN_OFF');
CREATE INDEX record_written_off ON metering.record (agreement_id, written_off_with) WHERE written_off_with IS NOT NULL;
