-- A registration under way: what was typed step by step, so that it goes on after a reload or in another browser.
CREATE TABLE identity.registration (
  id                 text PRIMARY KEY,
  site               text NOT NULL,
  username           text NOT NULL,
  email              text NOT NULL,
  phone              text NOT NULL,
  language           text NOT NULL CHECK (language IN ('zh', 'en')),
  password_hash      text NOT NULL,
  company            text NOT NULL DEFAULT '',
  industry           text NOT NULL DEFAULT '',
  region             text NOT NULL DEFAULT '',
  introduction       text NOT NULL DEFAULT '',
  contact            text NOT NULL DEFAULT '',
  -- An existing billing account whose owner was shown; empty when one of the same username is made.
  billing_account_id text REFERENCES identity.billing_account,
  started_at         timestamptz NOT NULL,
  completed_at       timestamptz,
  console_account_id text REFERENCES identity.console_account,
  CHECK ((completed_at IS NULL) = (console_account_id IS NULL))
);

ALTER TABLE identity.billing_account ADD COLUMN industry text NOT NULL DEFAULT '';
ALTER TABLE identity.billing_account ADD COLUMN region text NOT NULL DEFAULT '';
ALTER TABLE identity.billing_account ADD COLUMN introduction text NOT NULL DEFAULT '';
ALTER TABLE identity.billing_account ADD COLUMN contact text NOT NULL DEFAULT '';
