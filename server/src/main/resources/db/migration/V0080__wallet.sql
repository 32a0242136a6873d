-- What billing accounts that settle for themselves paid in, were charged, and have left.
CREATE SCHEMA wallet;

-- A wallet is kept in the currency of its billing account, which is fixed.
ALTER TABLE identity.billing_account ADD CONSTRAINT billing_account_currency UNIQUE (id, currency);

-- A wallet; its row is locked by whoever books on it.
CREATE TABLE wallet.account (
  billing_account_id text PRIMARY KEY,
  currency           text NOT NULL,
  FOREIGN KEY (billing_account_id, currency) REFERENCES identity.billing_account (id, currency)
);

-- What readings accrued on billing accounts and no daily charge has taken up. Work: a charge takes its rows away.
CREATE TABLE wallet.uncharged (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  billing_account_id text NOT NULL,
  workspace_id       text NOT NULL,
  -- The billing day of the use.
  day                date NOT NULL,
  -- The billing day with which it is charged, and when that day is over.
  charge_day         date NOT NULL,
  due_at             timestamptz NOT NULL,
  amount             numeric NOT NULL CHECK (amount <> 0)
);
CREATE INDEX uncharged_due ON wallet.uncharged (due_at);
CREATE INDEX uncharged_account ON wallet.uncharged (billing_account_id, due_at);

-- One daily posting per billing account, workspace and billing day. Never changed, never deleted.
CREATE TABLE wallet.charge (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  billing_account_id text NOT NULL REFERENCES wallet.account,
  workspace_id       text NOT NULL,
  day                date NOT NULL,
  -- What readings accrued since the charge before, to the last decimal, and how much of it is of days before this one.
  accrued            numeric NOT NULL,
  corrections        numeric NOT NULL,
  -- What the charge before left below the smallest coin, and what this one leaves.
  rest_before        numeric NOT NULL,
  rest               numeric NOT NULL CHECK (abs(rest) < 1),
  amount             numeric NOT NULL,
  at                 timestamptz NOT NULL,
  UNIQUE (billing_account_id, workspace_id, day),
  CHECK (rest_before + accrued = amount + rest),
  CHECK (sign(amount) * sign(rest) >= 0)
);

-- What one operator proposes and another one decides on: a bank transfer that came in, or a correction.
CREATE TABLE wallet.proposal (
  id                 text PRIMARY KEY,
  billing_account_id text NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('TOP_UP', 'CORRECTION')),
  -- Below zero: a correction that takes away.
  amount             numeric NOT NULL CHECK (amount <> 0),
  currency           text NOT NULL,
  -- The bank's own, in capitals and without blanks, and the day on which it came in.
  bank_reference     text CHECK (bank_reference ~ '^[!-~]{4,64}$' AND bank_reference = upper(bank_reference)),
  paid_on            date,
  reason             text,
  entered_by         text NOT NULL REFERENCES identity.operator,
  entered_at         timestamptz NOT NULL,
  state              text NOT NULL DEFAULT 'PROPOSED' CHECK (state IN ('PROPOSED', 'APPROVED', 'REJECTED')),
  decided_by         text REFERENCES identity.operator,
  decided_at         timestamptz,
  rejection          text,
  FOREIGN KEY (billing_account_id, currency) REFERENCES identity.billing_account (id, currency),
  CHECK (kind = 'CORRECTION' OR amount > 0),
  CHECK ((kind = 'TOP_UP') = (bank_reference IS NOT NULL)),
  CHECK ((kind = 'TOP_UP') = (paid_on IS NOT NULL)),
  CHECK ((kind = 'CORRECTION') = (reason IS NOT NULL)),
  CHECK ((state = 'PROPOSED') = (decided_by IS NULL)),
  CHECK ((state = 'PROPOSED') = (decided_at IS NULL)),
  CHECK ((state = 'REJECTED') = (rejection IS NOT NULL)),
  CONSTRAINT proposal_four_eyes CHECK (decided_by <> entered_by)
);
-- One transfer is entered once; what was rejected may be entered anew.
CREATE UNIQUE INDEX proposal_bank_reference ON wallet.proposal (bank_reference) WHERE state <> 'REJECTED';
CREATE INDEX proposal_account ON wallet.proposal (billing_account_id, entered_at DESC, id DESC);
CREATE INDEX proposal_open ON wallet.proposal (entered_at, id) WHERE state = 'PROPOSED';

CREATE FUNCTION wallet.refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR OLD.state <> 'PROPOSED'
     OR (OLD.id, OLD.billing_account_id, OLD.kind, OLD.amount, OLD.currency, OLD.bank_reference, OLD.paid_on, OLD.reason,
         OLD.entered_by, OLD.entered_at)
        IS DISTINCT FROM
        (NEW.id, NEW.billing_account_id, NEW.kind, NEW.amount, NEW.currency, NEW.bank_reference, NEW.paid_on, NEW.reason,
         NEW.entered_by, NEW.entered_at) THEN
    RAISE EXCEPTION 'a proposal is decided once and never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_decided_once BEFORE UPDATE OR DELETE ON wallet.proposal
  FOR EACH ROW EXECUTE FUNCTION wallet.refuse_second_decision();

-- The movements of a wallet: double entry, append-only. amount moves from one account to the other.
CREATE TABLE wallet.entry (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  billing_account_id text NOT NULL REFERENCES wallet.account,
  -- 1, 2, 3 … of each wallet, and what was left after it.
  number             bigint NOT NULL CHECK (number > 0),
  balance            numeric NOT NULL,
  from_account       text NOT NULL CHECK (from_account IN ('TOP_UPS', 'CORRECTIONS', 'CHARGES', 'BALANCE')),
  to_account         text NOT NULL CHECK (to_account IN ('TOP_UPS', 'CORRECTIONS', 'CHARGES', 'BALANCE')),
  amount             numeric NOT NULL CHECK (amount > 0),
  charge_id          bigint UNIQUE REFERENCES wallet.charge,
  proposal_id        text UNIQUE REFERENCES wallet.proposal,
  at                 timestamptz NOT NULL,
  UNIQUE (billing_account_id, number),
  CHECK (from_account <> to_account),
  CHECK ('BALANCE' IN (from_account, to_account)),
  CHECK (num_nonnulls(charge_id, proposal_id) = 1),
  CHECK ((charge_id IS NOT NULL) = ('CHARGES' IN (from_account, to_account)))
);

-- An entry follows the one before, and moves what its charge or its approved proposal says: no other amount.
CREATE FUNCTION wallet.check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved numeric := CASE WHEN NEW.to_account = 'BALANCE' THEN NEW.amount ELSE -NEW.amount END;
BEGIN
  IF NEW.balance <> moved + coalesce((SELECT e.balance FROM wallet.entry e
                                       WHERE e.billing_account_id = NEW.billing_account_id AND e.number = NEW.number - 1), 0)
     OR (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM wallet.entry e
                                         WHERE e.billing_account_id = NEW.billing_account_id AND e.number = NEW.number - 1))
  THEN
    RAISE EXCEPTION 'entry % of the wallet of % does not follow the one before', NEW.number, NEW.billing_account_id;
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM wallet.charge c
     WHERE c.id = NEW.charge_id AND c.billing_account_id = NEW.billing_account_id AND -c.amount = moved
    UNION ALL
    SELECT 1 FROM wallet.proposal p
     WHERE p.id = NEW.proposal_id AND p.billing_account_id = NEW.billing_account_id AND p.amount = moved
       AND p.state = 'APPROVED'
       AND CASE p.kind WHEN 'TOP_UP' THEN 'TOP_UPS' ELSE 'CORRECTIONS' END IN (NEW.from_account, NEW.to_account)) THEN
    RAISE EXCEPTION 'entry % of the wallet of % is not what its charge or its approved proposal says',
      NEW.number, NEW.billing_account_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_covered BEFORE INSERT ON wallet.entry FOR EACH ROW EXECUTE FUNCTION wallet.check_entry();

CREATE FUNCTION wallet.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'charges and entries are never changed: book a correction';
END $$;
CREATE TRIGGER charge_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet.charge
  FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_change();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON wallet.entry
  FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_change();

-- What the last check of a wallet found.
CREATE TABLE wallet.books_check (
  billing_account_id text PRIMARY KEY REFERENCES identity.billing_account,
  currency           text NOT NULL,
  -- By how much its accounts differ from what they are made of, all signs taken away.
  difference         numeric NOT NULL CHECK (difference >= 0),
  checked_at         timestamptz NOT NULL
);
CREATE INDEX books_check_worst ON wallet.books_check ((difference = 0), billing_account_id);

CREATE TABLE wallet.books_check_account (
  billing_account_id text NOT NULL REFERENCES wallet.books_check,
  account            text NOT NULL,
  booked             numeric NOT NULL,
  found              numeric NOT NULL,
  PRIMARY KEY (billing_account_id, account)
);

-- What billing accounts are charged themselves: what the check adds up.
CREATE INDEX posting_billing_account ON billing.posting (billing_account_id)
  WHERE billing_account_id IS NOT NULL AND agreement_id IS NULL;

-- What accrued until now is charged with the next daily posting.
INSERT INTO wallet.uncharged (billing_account_id, workspace_id, day, charge_day, due_at, amount)
SELECT billing_account_id, workspace_id, day, day, (day + 1)::timestamp AT TIME ZONE 'UTC', sum(amount)
  FROM billing.posting
 WHERE billing_account_id IS NOT NULL AND agreement_id IS NULL
 GROUP BY billing_account_id, workspace_id, day
HAVING sum(amount) <> 0;
