-- Records of agreements that are about to be over: AWS soon takes nothing more of these, so they go out before a backlog.
ALTER TABLE metering.record ADD COLUMN urgent boolean NOT NULL DEFAULT false;
UPDATE metering.record r SET urgent = true
  FROM marketplace.agreement a
 WHERE a.id = r.agreement_id AND a.state IN ('ENDING', 'SUCCEEDED') AND r.state IN ('DUE', 'SENT');

-- They are few and found without reading the backlog.
CREATE INDEX record_urgent ON metering.record (product_code, hour, id) WHERE urgent AND state IN ('DUE', 'SENT');
