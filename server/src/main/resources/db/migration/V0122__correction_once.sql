-- The same correction waits once. What was entered twice before stays, told apart by a number.
ALTER TABLE wallet.proposal ADD COLUMN twin bigint NOT NULL DEFAULT 0;
UPDATE wallet.proposal p
   SET twin = n.number
  FROM (SELECT id, row_number() OVER (PARTITION BY billing_account_id, amount, reason ORDER BY entered_at, id) - 1 AS number
          FROM wallet.proposal WHERE kind = 'CORRECTION' AND state = 'PROPOSED') n
 WHERE n.id = p.id AND n.number > 0;
CREATE UNIQUE INDEX proposal_correction ON wallet.proposal (billing_account_id, amount, md5(reason), twin)
  WHERE kind = 'CORRECTION' AND state = 'PROPOSED';
