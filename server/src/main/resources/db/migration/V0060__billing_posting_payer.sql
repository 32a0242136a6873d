-- The agreement of a posting is that of a binding, which refers to it, and agreements are never deleted. Asking once more
-- for each of millions of rows takes longer than storing them, and locks the agreements' rows against each other.
ALTER TABLE billing.posting DROP CONSTRAINT posting_agreement_id_fkey;
