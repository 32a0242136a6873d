-- Work that names ten thousand workspaces is there for a moment: packing it takes longer than writing it.
ALTER TABLE outbox.work ALTER COLUMN payload SET STORAGE EXTERNAL;
