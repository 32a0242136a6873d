-- How far the customer of a landed agreement has come, for going on in another browser and for a reminder. The row is
-- made when an address is known: it was shown by a code in this set-up.
CREATE TABLE settlement.set_up (
  agreement_id       text PRIMARY KEY REFERENCES marketplace.agreement,
  email              text NOT NULL,
  language           text NOT NULL CHECK (language IN ('zh', 'en')),
  -- Of these, what was shown or begun last.
  billing_account_id text REFERENCES identity.billing_account,
  registration_id    text REFERENCES identity.registration,
  begun_at           timestamptz NOT NULL,
  changed_at         timestamptz NOT NULL,
  reminded_at        timestamptz,
  -- Keyed hash of the token of the link in the reminder; made when the mail is sent.
  link_hash          bytea UNIQUE CHECK (length(link_hash) = 32),
  CHECK ((billing_account_id IS NULL) <> (registration_id IS NULL))
);
