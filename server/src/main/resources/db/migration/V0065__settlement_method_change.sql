-- Why a binding started and why it ended: a subscription's life, a first payer, a customer's change, an unlock.
ALTER TABLE settlement.binding
  ADD COLUMN started_by    text NOT NULL DEFAULT 'system',
  ADD COLUMN started_why   text NOT NULL DEFAULT 'SUBSCRIPTION'
                           CHECK (started_why IN ('SUBSCRIPTION', 'FIRST', 'CHANGE', 'UNLOCK')),
  -- The calendar month, in the zone of the workspace's site, that a customer's change counts in.
  ADD COLUMN counted_month date CHECK (extract(day FROM counted_month) = 1),
  ADD COLUMN ended_by      text,
  ADD COLUMN ended_why     text CHECK (ended_why IN ('SUBSCRIPTION', 'CHANGE', 'UNLOCK')),
  ADD COLUMN release_id    text;
UPDATE settlement.binding SET ended_by = 'system', ended_why = 'SUBSCRIPTION' WHERE NOT upper_inf(during);
ALTER TABLE settlement.binding
  ADD CONSTRAINT binding_counts_if_changed CHECK ((started_why = 'CHANGE') = (counted_month IS NOT NULL)),
  ADD CONSTRAINT binding_one_change_a_month UNIQUE (workspace_id, counted_month),
  ADD CONSTRAINT binding_end_has_cause CHECK (upper_inf(during) = (ended_why IS NULL) AND (ended_why IS NULL) = (ended_by IS NULL)),
  ADD CONSTRAINT binding_leaves_aws_only_released
      CHECK (upper_inf(during) OR agreement_id IS NULL OR ended_why = 'SUBSCRIPTION' OR release_id IS NOT NULL);

-- An operator lets a workspace leave the cloud account that settles it before its subscription has ended.
CREATE TABLE settlement.release (
  id          text PRIMARY KEY,
  binding_id  text NOT NULL UNIQUE REFERENCES settlement.binding,
  reason      text NOT NULL CHECK (reason <> ''),
  released_by text NOT NULL,
  released_at timestamptz NOT NULL,
  UNIQUE (id, binding_id)
);
ALTER TABLE settlement.binding
  ADD CONSTRAINT binding_own_release FOREIGN KEY (release_id, id) REFERENCES settlement.release (id, binding_id);

ALTER TABLE settlement.intended_binding
  ADD COLUMN asked_by      text NOT NULL DEFAULT 'system',
  ADD COLUMN cause         text NOT NULL DEFAULT 'FIRST' CHECK (cause IN ('FIRST', 'CHANGE', 'UNLOCK')),
  ADD COLUMN counted_month date CHECK (extract(day FROM counted_month) = 1),
  ADD CONSTRAINT intended_binding_counts_if_changed CHECK ((cause = 'CHANGE') = (counted_month IS NOT NULL));

-- Billing accounts whose workspaces may use any settlement method, whatever their sites offer.
CREATE TABLE settlement.any_method (
  billing_account_id text PRIMARY KEY REFERENCES identity.billing_account,
  reason             text NOT NULL CHECK (reason <> ''),
  switched_on_by     text NOT NULL,
  switched_on_at     timestamptz NOT NULL
);
