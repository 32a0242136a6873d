-- Four eyes hold only if one person cannot be two operators: who is added waits until another operator confirms it (ADR 37).
-- Without confirmed_by: one of before, the first, or added while there was only one. A given password is for the first time.
ALTER TABLE identity.operator
  ADD COLUMN added_by       text REFERENCES identity.operator,
  ADD COLUMN confirmed_by   text REFERENCES identity.operator,
  ADD COLUMN confirmed_at   timestamptz,
  ADD COLUMN disabled_at    timestamptz,
  ADD COLUMN password_given boolean NOT NULL DEFAULT false;
UPDATE identity.operator SET confirmed_at = created_at;
ALTER TABLE identity.operator
  ADD CONSTRAINT operator_confirmed_by_another CHECK (confirmed_by <> added_by AND confirmed_by <> id),
  ADD CONSTRAINT operator_added_by_another CHECK (added_by <> id),
  ADD CONSTRAINT operator_confirmed_at_some_time CHECK (confirmed_by IS NULL OR confirmed_at IS NOT NULL),
  ADD CONSTRAINT operator_disabled_after_confirmed CHECK (disabled_at IS NULL OR confirmed_at IS NOT NULL);
