-- The agreement of a posting is that of a binding, and the entries of the same transaction refer to it: asking once more
-- for each of millions of rows takes longer than storing them, and locks the agreement's row from every reading.
ALTER TABLE billing.posting DROP CONSTRAINT posting_agreement_id_fkey;
