-- Until when the closing readings of all workspaces are taken: one fact of an hour, not one row of each workspace.
CREATE TABLE billing.closed_hours (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  closed_until timestamptz NOT NULL
    CHECK (date_bin(interval '1 hour', closed_until, timestamptz '2000-01-01 00:00Z') = closed_until)
);
-- The hour that is closed next begins when the last one that was closed for all ended.
INSERT INTO billing.closed_hours (closed_until)
SELECT min(CAST(key AS timestamptz)) FROM outbox.work WHERE kind = 'metering.close-hour' HAVING count(*) > 0;
DELETE FROM billing.reading_mark WHERE closed_until <= (SELECT closed_until FROM billing.closed_hours);
COMMENT ON TABLE billing.reading_mark IS
  'Until when full readings have closed the hours of a workspace; gone once billing.closed_hours is as far.';
-- Few rows from now on, and none that is changed each hour.
ALTER TABLE billing.reading_mark RESET (fillfactor);
