-- What a code is about, such as the account it is to open: two accounts may share an address. Empty for none.
ALTER TABLE identity.email_code ADD COLUMN subject text NOT NULL DEFAULT '';
DROP INDEX identity.email_code_address;
CREATE INDEX email_code_address ON identity.email_code (lower(address), purpose, subject, requested_at DESC);
