-- Nothing names a lock by an id; a number is cheaper for ten thousand at once.
ALTER TABLE locking.lock
  DROP COLUMN id,
  ADD COLUMN no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
