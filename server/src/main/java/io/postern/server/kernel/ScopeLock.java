package io.postern.server.kernel;

import java.util.List;
import java.util.Locale;

/**
 * A lock: what lies at its scope and below cannot be deleted, or not be changed at all, by anybody.
 * Locks and assignments themselves are not held by locks, so that a lock can be taken off.
 *
 * @param name of the lock
 * @param scope what it is on
 */
public record ScopeLock(ResourceName name, ResourceName scope, Level level) {
  /** What a lock holds off; Azure's words. */
  public enum Level {
    /** Nothing there can be deleted. */
    CAN_NOT_DELETE("CanNotDelete"),
    /** Nothing there can be deleted or changed. */
    READ_ONLY("ReadOnly");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /** What Azure calls it. */
    public String word() {
      return word;
    }
  }

  private static final String DELETE = "/delete";
  private static final String READ = "/read";
  private static final String JOIN = "/join/action";
  private static final String AUTHORIZATION = "microsoft.authorization/";

  /**
   * Refuses an action that a lock holds off.
   *
   * @throws ControlException {@code PreconditionFailed} with reason SCOPE_LOCKED
   */
  public static void requireNone(List<ScopeLock> locks, String action, ResourceName resource) {
    for (var lock : locks) if (lock.refuses(action, resource)) throw lock.locked(resource);
  }

  private ControlException locked(ResourceName resource) {
    return ControlException.precondition(
        Problem.of(
                Reason.SCOPE_LOCKED,
                "The lock '"
                    + name
                    + "' holds off writes to '"
                    + resource
                    + "' ("
                    + level.word()
                    + "); delete the lock first, if you may.")
            .with("lock", name.text())
            .with("level", level.word())
            .with("scope", scope.text()));
  }

  /** Whether it holds off an action on a resource. */
  public boolean refuses(String action, ResourceName resource) {
    var name = action.toLowerCase(Locale.ROOT);
    if (name.endsWith(READ) || name.endsWith(JOIN) || name.startsWith(AUTHORIZATION)) return false;
    // What is deleted takes along what lies below it.
    if (name.endsWith(DELETE)) return resource.isWithin(scope) || scope.isWithin(resource);
    return level == Level.READ_ONLY && resource.isWithin(scope);
  }
}
