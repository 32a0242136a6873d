-- Sums that a record is made from, so that making one costs the same after years as on the first day. The entries,
-- postings, transfers and allocations stay what tells: the check of the books compares them with these.

-- What readings accrued and is in no running sum yet, one row for each reading and book: a reading waits for no other
-- one. Who holds the agreement's row lock adds them up and deletes them.
CREATE TABLE billing.accrual (
  agreement_id  text NOT NULL,
  dimension     text NOT NULL,
  workspace_ids text[] NOT NULL,
  amounts       numeric[] NOT NULL CHECK (cardinality(amounts) = cardinality(workspace_ids))
);
CREATE INDEX accrual_book ON billing.accrual (agreement_id, dimension);

-- What stands in the account CARRY.
CREATE TABLE billing.carry (
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  dimension    text NOT NULL,
  amount       numeric NOT NULL,
  PRIMARY KEY (agreement_id, dimension)
);

-- What a workspace accrued, by postings and transfers, and no record has allocated to it.
CREATE TABLE billing.share (
  agreement_id text NOT NULL,
  dimension    text NOT NULL,
  workspace_id text NOT NULL,
  amount       numeric NOT NULL,
  PRIMARY KEY (agreement_id, dimension, workspace_id)
) WITH (fillfactor = 70);

INSERT INTO billing.carry (agreement_id, dimension, amount)
SELECT agreement_id, dimension, sum(CASE WHEN to_account = 'CARRY' THEN amount ELSE -amount END)
  FROM billing.entry WHERE 'CARRY' IN (from_account, to_account) GROUP BY 1, 2;

INSERT INTO billing.share (agreement_id, dimension, workspace_id, amount)
SELECT agreement_id, dimension, workspace_id, sum(amount)
  FROM (SELECT agreement_id, dimension, workspace_id, amount FROM billing.posting WHERE agreement_id IS NOT NULL
        UNION ALL
        SELECT agreement_id, dimension, workspace_id, amount FROM billing.transfer WHERE workspace_id IS NOT NULL
        UNION ALL
        SELECT r.agreement_id, r.dimension, a.workspace_id, -a.quantity * r.amount / r.quantity
          FROM metering.allocation a JOIN metering.record r ON r.id = a.record_id
         WHERE r.resolution IS DISTINCT FROM 'RETURNED') AS shared
 GROUP BY 1, 2, 3;

-- What is uncollected, by its cause, without all that was ever booked.
CREATE INDEX entry_uncollected ON billing.entry (agreement_id, id) WHERE 'UNCOLLECTED' IN (from_account, to_account);
