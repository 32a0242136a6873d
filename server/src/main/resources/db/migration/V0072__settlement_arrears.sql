-- A binding also starts and ends by the arrears of a billing account.
ALTER TABLE settlement.binding
  DROP CONSTRAINT binding_started_why_check,
  ADD CONSTRAINT binding_started_why_check CHECK (started_why IN ('SUBSCRIPTION', 'FIRST', 'CHANGE', 'UNLOCK', 'ARREARS')),
  DROP CONSTRAINT binding_ended_why_check,
  ADD CONSTRAINT binding_ended_why_check CHECK (ended_why IN ('SUBSCRIPTION', 'CHANGE', 'UNLOCK', 'ARREARS'));
