-- Why a posting charges nobody.
ALTER TABLE billing.posting ADD COLUMN uncharged text CHECK (uncharged IN ('NO_PAYER', 'NO_PRICE'));
ALTER TABLE billing.posting DISABLE TRIGGER posting_append_only;
UPDATE billing.posting p
   SET uncharged = CASE WHEN EXISTS (SELECT 1 FROM settlement.binding b
                                      WHERE b.workspace_id = p.workspace_id
                                        AND b.during @> (p.as_of - interval '1 microsecond'))
                        THEN 'NO_PRICE' ELSE 'NO_PAYER' END
 WHERE billing_account_id IS NULL;
ALTER TABLE billing.posting ENABLE TRIGGER posting_append_only;
ALTER TABLE billing.posting ADD CHECK ((uncharged IS NULL) = (billing_account_id IS NOT NULL));
CREATE INDEX posting_uncharged ON billing.posting (day DESC, workspace_id, item, retention, uncharged)
  WHERE uncharged IS NOT NULL;

-- What must be given back to a customer and no record can take back.
CREATE TABLE billing.refund_case (
  id           text PRIMARY KEY,
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  dimension    text NOT NULL,
  amount       numeric NOT NULL CHECK (amount > 0),
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- What it was booked for, as in the entries; and the same for people.
  cause        text NOT NULL,
  reason       text NOT NULL,
  opened_at    timestamptz NOT NULL,
  -- CLOSED: a person gave it back outside; RETURNED: booked back to the carry, for its end was none.
  state        text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED', 'RETURNED')),
  closed_at    timestamptz,
  closed_by    text,
  -- AWS's billing adjustment, or the ticket of the operator in China.
  reference    text,
  note         text,
  CHECK ((state = 'OPEN') = (closed_at IS NULL)),
  CHECK ((state = 'OPEN') = (closed_by IS NULL)),
  CHECK ((state = 'CLOSED') = (reference IS NOT NULL)),
  CHECK ((state = 'CLOSED') = (note IS NOT NULL))
);
CREATE INDEX refund_case_agreement ON billing.refund_case (agreement_id, opened_at DESC, id DESC);
CREATE INDEX refund_case_open ON billing.refund_case (opened_at, id) WHERE state = 'OPEN';
