-- What was posted of a day is read as a whole. Without item and retention all postings of a day share one key of the
-- index, which a reading writes for each workspace and item each hour.
CREATE INDEX posting_of_day ON billing.posting (workspace_id, day);
DROP INDEX billing.posting_day;
ALTER INDEX billing.posting_of_day RENAME TO posting_day;

-- Each hour moves each mark: with room on its page the index has nothing to do with it.
ALTER TABLE billing.reading_mark SET (fillfactor = 50);
-- The same rule, without reading the name of a time zone for each row.
ALTER TABLE billing.reading_mark DROP CONSTRAINT reading_mark_closed_until_check,
  ADD CHECK (date_bin(interval '1 hour', closed_until, timestamptz '2000-01-01 00:00Z') = closed_until);
