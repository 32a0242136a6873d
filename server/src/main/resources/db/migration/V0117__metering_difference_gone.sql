-- A case that a person closed, and that is no longer so: it opens again should it be so once more.
ALTER TABLE metering.difference ADD COLUMN gone boolean NOT NULL DEFAULT false;
