package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.PUBLIC_ACCESS;

import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;
import java.util.Locale;

/**
 * Step 8: whether a resource takes connections from public addresses. A private endpoint does not
 * close the public side by itself, except that of App Service and Functions. Only an approved
 * connection does that, as anybody can ask for one.
 */
final class PublicAccessStep {
  private static final String SITES = "Microsoft.Web/sites";

  private PublicAccessStep() {}

  static Finding check(Situation situation) {
    if (!(situation.destination() instanceof Destination.Public destination))
      return Finding.notApplicable(PUBLIC_ACCESS, "The address is not public.");
    return destination
        .resource()
        .map(resource -> check(resource, destination.endpointApproved()))
        .orElseGet(() ->
            Finding.notApplicable(
                PUBLIC_ACCESS, "No resource of this server is known at the address."));
  }

  private static Finding check(PrivateLinkResource resource, boolean endpointApproved) {
    if (resource.publicNetworkAccess() == PublicNetworkAccess.DISABLED)
      return Finding.denied(
          PUBLIC_ACCESS,
          resource.name(),
          "The resource takes no connections from public addresses (publicNetworkAccess); use a"
              + " private endpoint.");
    if (!endpointApproved)
      return Finding.passed(
          PUBLIC_ACCESS, resource.name(), "The resource takes connections from public addresses.");
    if (isSite(resource.type()))
      return Finding.denied(
          PUBLIC_ACCESS,
          resource.name(),
          "App Service and Functions are no longer reached from public addresses once a private"
              + " endpoint is approved; use the endpoint.");
    return Finding.passed(
        PUBLIC_ACCESS,
        resource.name(),
        "The resource has a private endpoint, which does not close its public side; turn"
            + " publicNetworkAccess off to do that.");
  }

  /** Function apps are sites, too; a slot is closed with its site. */
  private static boolean isSite(String type) {
    return type.equalsIgnoreCase(SITES)
        || type.toLowerCase(Locale.ROOT).startsWith("microsoft.web/sites/");
  }
}
