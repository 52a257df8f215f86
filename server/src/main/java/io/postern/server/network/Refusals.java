package io.postern.server.network;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The refusals that several use cases of this package give. */
final class Refusals {
  /** How many resources in the way an error names. */
  static final int SHOWN = 10;

  private Refusals() {}

  /**
   * A field cannot change that way because of what depends on it.
   *
   * @param blockers those that the caller may read
   */
  static ControlException inUse(
      ResourceName resource, Stream<ResourceName> blockers, String field, String message) {
    var shown = blockers.limit(SHOWN).map(ResourceName::text).collect(Collectors.joining(", "));
    return ControlException.of(
        new ControlError.InUse(
            Problem.inField(Reason.RESOURCE_IN_USE, field, message)
                .with("resource", resource.text())
                .with("blockers", shown)));
  }

  /** There is no room for one more child of a network. */
  static ControlException tooMany(String quota, int limit, ResourceName network) {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "The virtual network '"
                        + network
                        + "' has "
                        + limit
                        + " "
                        + quota
                        + ", the most there can be; delete some, or use another network.")
                .with("quota", quota)
                .with("limit", Integer.toString(limit))
                .with("used", Integer.toString(limit))));
  }
}
