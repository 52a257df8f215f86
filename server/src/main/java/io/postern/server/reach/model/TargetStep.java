package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.TARGET;

import io.postern.server.reach.model.Destination.AskedName;

/**
 * Step 5: an endpoint leads to exactly one resource and one group of it. A name that is somebody
 * else's, or another group's, may be led to its address by a record; the endpoint does not take it
 * there.
 */
final class TargetStep {
  private TargetStep() {}

  static Finding check(Situation situation) {
    if (!(situation.destination() instanceof Destination.Endpoint destination))
      return Finding.notApplicable(TARGET, "No private endpoint is on the way.");
    for (var asked : destination.asked())
      if (!isReached(destination, asked)) return mismatch(destination, asked);
    var member = destination.member();
    return Finding.passed(
        TARGET,
        destination.endpoint().name(),
        member.groupId().isEmpty()
            ? "The endpoint leads to the private link service."
            : "The endpoint leads to the group '"
                + member.groupId()
                + "', here its member '"
                + member.memberName()
                + "'.");
  }

  private static boolean isReached(Destination.Endpoint destination, AskedName asked) {
    return asked.owner().equals(destination.endpoint().target())
        && asked.groupIds().stream().anyMatch(destination.member().groupId()::equalsIgnoreCase);
  }

  private static Finding mismatch(Destination.Endpoint destination, AskedName asked) {
    boolean sameResource = asked.owner().equals(destination.endpoint().target());
    return Finding.denied(
        TARGET,
        destination.endpoint().name(),
        "The name '"
            + asked.fqdn()
            + "' belongs to "
            + (sameResource ? "another group of the resource" : "another resource")
            + ", and the endpoint leads to "
            + (destination.member().groupId().isEmpty()
                ? "its service"
                : "its group '" + destination.member().groupId() + "'")
            + " alone; create an endpoint for the other one.");
  }
}
