-- Old calls are deleted: what names them is found by the call.
CREATE INDEX record_call_call ON metering.record_call (call_id);
