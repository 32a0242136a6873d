-- The agreement of an entry is that of a posting, a record or a transfer, and agreements are never deleted. Readings
-- book on thousands of agreements at once: asking once more for each, and locking its row for it, costs them more than
-- writing the entry.
ALTER TABLE billing.entry DROP CONSTRAINT entry_agreement_id_fkey;
