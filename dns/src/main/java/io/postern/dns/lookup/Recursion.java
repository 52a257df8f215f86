package io.postern.dns.lookup;

/** Who may be asked, for one query, for names that this server does not answer itself. */
public enum Recursion {
  /** Nobody: the client did not ask for recursion, or its view does not allow it. */
  NONE,
  /** The servers of the view's forwarding rules; this server has no upstream resolvers. */
  RULES,
  /** The servers of the view's forwarding rules, and the upstream resolvers for other names. */
  ALL
}
