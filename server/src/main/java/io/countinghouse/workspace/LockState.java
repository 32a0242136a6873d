package io.countinghouse.workspace;

/** Whether a workspace is open: the fact, not the reason. */
public enum LockState {
  OPEN,
  LOCKED
}
