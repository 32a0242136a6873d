-- Counts how often all sign-ins of an account were ended; a session of an older count is none.
ALTER TABLE identity.console_account ADD COLUMN sign_in_epoch integer NOT NULL DEFAULT 0;
ALTER TABLE identity.billing_account ADD COLUMN sign_in_epoch integer NOT NULL DEFAULT 0;
ALTER TABLE identity.operator ADD COLUMN sign_in_epoch integer NOT NULL DEFAULT 0;
