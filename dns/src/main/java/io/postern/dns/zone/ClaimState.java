package io.postern.dns.zone;

/** Whether a claim gives its addresses, and if not, why: what has become of its connection. */
public enum ClaimState {
  /** The connection lets traffic through. */
  LIVE,
  /** The owner of the target has not decided. */
  PENDING,
  /** The owner of the target has said no. */
  REJECTED,
  /** The connection or its target is gone. */
  DISCONNECTED,
  /** The connection is approved and paused for now. */
  SUSPENDED
}
