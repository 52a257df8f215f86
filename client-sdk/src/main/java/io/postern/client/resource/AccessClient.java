package io.postern.client.resource;

import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.AccessServiceGrpc;
import io.postern.v1.ExplainAccessRequest;
import io.postern.v1.ExplainAccessResponse;
import io.postern.v1.TestPermissionsRequest;
import java.util.List;

/** Who may do what, and why. */
public final class AccessClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public AccessClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Tells which actions the caller may perform on a resource, whether that exists or not.
   *
   * @param resource the name of a tenant, a subscription, a resource group or a resource
   * @param actions 1 to 100, such as {@code Microsoft.Network/privateEndpoints/write}
   * @return those of them that it may perform, in their order
   */
  public List<String> permitted(String resource, List<String> actions) {
    var request =
        TestPermissionsRequest.newBuilder().setResource(resource).addAllActions(actions).build();
    return List.copyOf(
        caller
            .read(AccessServiceGrpc.getTestPermissionsMethod(), request)
            .getPermittedActionsList());
  }

  /**
   * Tells whether somebody can perform an action on a resource, and what decided.
   *
   * @param resource the name of a tenant, a subscription, a resource group or a resource
   * @param principal the id of a caller of the tenant that the resource belongs to
   * @throws PosternException.NotFound when the caller may not read role assignments there
   */
  public ExplainAccessResponse explain(String resource, String principal, String action) {
    var request =
        ExplainAccessRequest.newBuilder()
            .setResource(resource)
            .setPrincipal(principal)
            .setAction(action)
            .build();
    return caller.read(AccessServiceGrpc.getExplainAccessMethod(), request);
  }
}
