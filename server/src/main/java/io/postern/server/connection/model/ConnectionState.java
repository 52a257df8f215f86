package io.postern.server.connection.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a connection is. Each state has its own data and only its own moves:
 *
 * <pre>
 *            create ──────────────┐
 *               │                 │ approval right, auto-approval, accept list
 *               ▼                 ▼
 *           Pending ──approve──▶ Approved ◀─resume─ Approved, suspended
 *            │  ▲                 │   └────suspend────▶
 *     reject,│  │resubmit   reject,│expiry
 *     expiry ▼  │                 ▼
 *           Rejected ◀────────────┘        Rejected ──approve──▶ Approved (unless the target's policy says final)
 *
 *   Lists that change move Pending to Approved or Rejected, and room under a limit Pending to Approved.
 *   Lists that reconcile also move Approved to Rejected, and Rejected to Approved or Pending.
 *
 *   any of them ── delete the connection or the target ──▶ Disconnected, which is the end
 * </pre>
 */
public sealed interface ConnectionState {
  /** The state's name without its data. */
  Label label();

  /** Who has to do what now. */
  ActionCode action();

  /** When the state ends by itself. */
  Optional<Instant> due();

  /** Whether traffic passes and names resolve to the private address. */
  default boolean serves() {
    return action() == ActionCode.NONE;
  }

  /** The names of the states. */
  enum Label {
    PENDING,
    APPROVED,
    REJECTED,
    DISCONNECTED
  }

  /**
   * The owner of the target has not decided.
   *
   * @param due when the request expires
   */
  record Pending(ActionCode action, Optional<Instant> due) implements ConnectionState {
    @Override
    public Label label() {
      return Label.PENDING;
    }

    Approved approve(Optional<Instant> until) {
      return new Approved(false, until);
    }

    Rejected reject(ActionCode why) {
      return new Rejected(why);
    }

    /** Still open, for another reason; the time it has runs on. */
    Pending waitFor(ActionCode what) {
      return new Pending(what, due);
    }
  }

  /**
   * Carries traffic, unless it is paused.
   *
   * @param due when the approval runs out
   */
  record Approved(boolean suspended, Optional<Instant> due) implements ConnectionState {
    @Override
    public Label label() {
      return Label.APPROVED;
    }

    @Override
    public ActionCode action() {
      return suspended ? ActionCode.SUSPENDED : ActionCode.NONE;
    }

    Approved withSuspended(boolean paused) {
      return new Approved(paused, due);
    }

    Rejected reject(ActionCode why) {
      return new Rejected(why);
    }
  }

  /** Refused; the endpoint keeps its addresses. */
  record Rejected(ActionCode action) implements ConnectionState {
    @Override
    public Label label() {
      return Label.REJECTED;
    }

    @Override
    public Optional<Instant> due() {
      return Optional.empty();
    }

    Approved approve(Optional<Instant> until) {
      return new Approved(false, until);
    }
  }

  /** Ended from the target's side. Nothing leads out of it. */
  record Disconnected(ActionCode action) implements ConnectionState {
    @Override
    public Label label() {
      return Label.DISCONNECTED;
    }

    @Override
    public Optional<Instant> due() {
      return Optional.empty();
    }
  }
}
