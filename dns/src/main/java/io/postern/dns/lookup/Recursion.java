package io.postern.dns.lookup;

import io.postern.dns.view.NetworkView;

/** Who may be asked, for one query, for names that this server does not answer itself. */
public enum Recursion {
  /** Nobody: the client did not ask for recursion, or its view does not allow it. */
  NONE,
  /** The servers of the view's forwarding rules; this server has no upstream resolvers. */
  RULES,
  /** The servers of the view's forwarding rules, and the upstream resolvers for other names. */
  ALL;

  /**
   * Whom a view may have asked for its clients.
   *
   * @param upstreams whether this server has upstream resolvers
   */
  public static Recursion of(NetworkView view, boolean upstreams) {
    if (!view.recursionAllowed()) {
      return NONE;
    }
    if (upstreams) {
      return ALL;
    }
    return view.rules().isEmpty() ? NONE : RULES;
  }
}
