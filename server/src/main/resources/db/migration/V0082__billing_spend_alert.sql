-- How much of an item a workspace may cost on a billing day before its owner is told.
CREATE TABLE billing.spend_limit (
  workspace_id text NOT NULL REFERENCES workspace.workspace,
  item         text NOT NULL,
  amount       numeric NOT NULL CHECK (amount > 0),
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  PRIMARY KEY (workspace_id, item)
);

-- What was told: once for each item and billing day.
CREATE TABLE billing.spend_alert (
  workspace_id text NOT NULL REFERENCES workspace.workspace,
  item         text NOT NULL,
  day          date NOT NULL,
  spent        numeric NOT NULL,
  amount       numeric NOT NULL,
  currency     text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, item, day),
  CHECK (spent >= amount)
);
