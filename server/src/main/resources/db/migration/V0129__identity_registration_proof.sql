-- How often the existing billing account's sign-ins had been ended when its owner was shown: once more, and it has to be
-- shown again. Registrations under way show it again too.
ALTER TABLE identity.registration ADD COLUMN billing_account_epoch integer;
