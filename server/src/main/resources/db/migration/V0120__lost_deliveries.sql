-- Given up, and an operator said that it need not be sent any more: nobody is woken for it.
ALTER TABLE webhook.delivery
  ADD COLUMN let_go boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT delivery_let_go_failed CHECK (NOT let_go OR state = 'FAILED');
CREATE INDEX delivery_lost ON webhook.delivery (endpoint_id) WHERE state = 'FAILED' AND NOT let_go;
