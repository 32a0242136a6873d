-- What an entry is for is a kind and its subject, told in the reader's language; until now it was an English sentence.
CREATE FUNCTION billing.cause_of_sentence(sentence text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN sentence = 'reading' THEN 'READING'
    WHEN sentence LIKE 'record of %' THEN 'RECORD_MADE ' || substr(sentence, 11)
    WHEN sentence LIKE 'record %' THEN 'RECORD ' || substr(sentence, 8)
    WHEN sentence LIKE 'decision on record %' THEN 'DECISION ' || substr(sentence, 20)
    WHEN sentence LIKE 'end of the period from %' THEN 'PERIOD_END ' || substr(sentence, 24)
    WHEN sentence LIKE 'handed over to %' THEN 'HANDED_TO ' || substr(sentence, 16)
    WHEN sentence LIKE 'handed over by %' THEN 'HANDED_BY ' || substr(sentence, 16)
  END
$$;
ALTER TABLE billing.entry DISABLE TRIGGER entry_append_only;
UPDATE billing.entry SET cause = billing.cause_of_sentence(cause);
ALTER TABLE billing.entry ENABLE TRIGGER entry_append_only;

-- A case that the server opened itself has a cause and no person's reason.
ALTER TABLE billing.refund_case ALTER COLUMN reason DROP NOT NULL;
UPDATE billing.refund_case
   SET cause = billing.cause_of_sentence(cause),
       reason = CASE WHEN cause NOT LIKE 'end of the period from %' THEN reason END;
DROP FUNCTION billing.cause_of_sentence(text);

ALTER TABLE billing.entry
  ADD CHECK (cause ~ '^(READING|(RECORD_MADE|RECORD|DECISION|PERIOD_END|HANDED_TO|HANDED_BY) .+)$');
ALTER TABLE billing.refund_case ADD CHECK (cause ~ '^(DECISION|PERIOD_END) .+$');

-- The same for what moves agreements.
UPDATE marketplace.agreement_move
   SET cause = CASE
     WHEN cause LIKE 'message %: %' THEN 'MESSAGE ' || regexp_replace(substr(cause, 9), ': ', ' ')
     WHEN cause LIKE 'AWS refused record % as not subscribed' THEN 'NOT_SUBSCRIBED ' || split_part(cause, ' ', 4)
     WHEN cause = 'messages that came before the customer was known' THEN 'EARLIER_MESSAGES'
     WHEN cause = 'its time has come' THEN 'DEADLINE'
     WHEN cause = 'an operator found that nothing follows' THEN 'NOTHING_FOLLOWS'
   END;
ALTER TABLE marketplace.agreement_move
  ADD CHECK (cause ~ '^(EARLIER_MESSAGES|DEADLINE|NOTHING_FOLLOWS|(MESSAGE|NOT_SUBSCRIBED) .+)$');

-- Reasons of records are codes; that a record is on the do-not-meter list its state says by itself.
UPDATE metering.record SET reason = NULL WHERE state = 'WITHHELD';
UPDATE metering.record SET reason = 'TooOld' WHERE reason = 'too old';
