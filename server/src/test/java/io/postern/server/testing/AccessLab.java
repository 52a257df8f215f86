package io.postern.server.testing;

import io.postern.v1.AccessServiceGrpc;
import io.postern.v1.CreateDenyAssignmentRequest;
import io.postern.v1.CreateResourceLockRequest;
import io.postern.v1.CreateRoleAssignmentRequest;
import io.postern.v1.CreateRoleAssignmentResponse;
import io.postern.v1.CreateRoleDefinitionRequest;
import io.postern.v1.DeleteResourceLockRequest;
import io.postern.v1.DeleteRoleAssignmentRequest;
import io.postern.v1.DenyAssignment;
import io.postern.v1.DenyAssignmentServiceGrpc;
import io.postern.v1.ExplainAccessRequest;
import io.postern.v1.ExplainAccessResponse;
import io.postern.v1.LockLevel;
import io.postern.v1.ResourceLock;
import io.postern.v1.ResourceLockServiceGrpc;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinition;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.TestPermissionsRequest;
import java.util.List;

/** Gives roles and locks things, as one caller. */
public final class AccessLab {
  private static final String ADMINISTRATOR = "";

  private final ControlPlane plane;
  private final String caller;
  private int made;

  private AccessLab(ControlPlane plane, String caller) {
    this.plane = plane;
    this.caller = caller;
  }

  /** As an administrator of the server. */
  public static AccessLab of(ControlPlane plane) {
    return new AccessLab(plane, ADMINISTRATOR);
  }

  public AccessLab as(String principal) {
    return new AccessLab(plane, principal);
  }

  private <S extends io.grpc.stub.AbstractStub<S>> S stub(
      java.util.function.Function<io.grpc.ManagedChannel, S> maker) {
    return caller.equals(ADMINISTRATOR) ? plane.stub(maker) : plane.stubAs(caller, maker);
  }

  private String next(String kind) {
    return kind + "-" + caller.replaceAll("\\W", "-") + "x" + made++;
  }

  /** Gives a role, and answers as the server does. */
  public CreateRoleAssignmentResponse assign(String principal, String role, String scope) {
    return stub(RoleAssignmentServiceGrpc::newBlockingStub)
        .createRoleAssignment(
            CreateRoleAssignmentRequest.newBuilder()
                .setParent(scope)
                .setRoleAssignmentId(next("a"))
                .setRoleAssignment(
                    RoleAssignment.newBuilder().setPrincipal(principal).setRole(role))
                .build());
  }

  /** Gives a role, and returns the name of the assignment. */
  public String grant(String principal, String role, String scope) {
    return assign(principal, role, scope).getRoleAssignment().getName();
  }

  public void revoke(String assignment) {
    var _ =
        stub(RoleAssignmentServiceGrpc::newBlockingStub)
            .deleteRoleAssignment(
                DeleteRoleAssignmentRequest.newBuilder().setName(assignment).build());
  }

  /** Makes a role of the tenant's own, and returns its name. */
  public String role(String id, String scope, String... actions) {
    return stub(RoleDefinitionServiceGrpc::newBlockingStub)
        .createRoleDefinition(
            CreateRoleDefinitionRequest.newBuilder()
                .setParent(scope.startsWith("tenants/") ? scope : "tenants/contoso")
                .setRoleDefinitionId(id)
                .setRoleDefinition(
                    RoleDefinition.newBuilder()
                        .addAllActions(List.of(actions))
                        .addAssignableScopes(scope))
                .build())
        .getRoleDefinition()
        .getName();
  }

  /** Takes actions away, and returns the name of the deny assignment. */
  public String deny(String principal, String scope, String... actions) {
    return stub(DenyAssignmentServiceGrpc::newBlockingStub)
        .createDenyAssignment(
            CreateDenyAssignmentRequest.newBuilder()
                .setParent(scope)
                .setDenyAssignmentId(next("d"))
                .setDenyAssignment(
                    DenyAssignment.newBuilder()
                        .setPrincipal(principal)
                        .addAllActions(List.of(actions)))
                .build())
        .getDenyAssignment()
        .getName();
  }

  /** Locks a scope, and returns the name of the lock. */
  public String lock(String scope, LockLevel level) {
    return stub(ResourceLockServiceGrpc::newBlockingStub)
        .createResourceLock(
            CreateResourceLockRequest.newBuilder()
                .setParent(scope)
                .setResourceLockId(next("l"))
                .setResourceLock(ResourceLock.newBuilder().setLevel(level))
                .build())
        .getResourceLock()
        .getName();
  }

  public void unlock(String lock) {
    var _ =
        stub(ResourceLockServiceGrpc::newBlockingStub)
            .deleteResourceLock(DeleteResourceLockRequest.newBuilder().setName(lock).build());
  }

  /** Those of some actions that the caller may perform. */
  public List<String> permitted(String resource, String... actions) {
    return stub(AccessServiceGrpc::newBlockingStub)
        .testPermissions(
            TestPermissionsRequest.newBuilder()
                .setResource(resource)
                .addAllActions(List.of(actions))
                .build())
        .getPermittedActionsList();
  }

  public ExplainAccessResponse explain(String principal, String action, String resource) {
    return stub(AccessServiceGrpc::newBlockingStub)
        .explainAccess(
            ExplainAccessRequest.newBuilder()
                .setResource(resource)
                .setPrincipal(principal)
                .setAction(action)
                .build());
  }
}
