package io.postern.server.access;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.access.model.DenyAssignment;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.rpc.RpcModule;

/** Binds the services of roles, assignments and locks, and what is told of them. */
public final class AccessModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(RoleDefinitions.class);
    bind(RoleAssignments.class);
    bind(DenyAssignments.class);
    bind(ResourceLocks.class);
    bind(AccessAnswers.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(RoleDefinitionGrpc.class);
    services.addBinding().to(RoleAssignmentGrpc.class);
    services.addBinding().to(DenyAssignmentGrpc.class);
    services.addBinding().to(ResourceLockGrpc.class);
    services.addBinding().to(AccessGrpc.class);
    show();
  }

  private void show() {
    RpcModule.show(
        binder(),
        RoleDefinition.KIND,
        io.postern.v1.RoleDefinition.getDefaultInstance(),
        (tx, role) -> AccessProto.of(role));
    RpcModule.show(
        binder(),
        RoleAssignment.KIND,
        io.postern.v1.RoleAssignment.getDefaultInstance(),
        (tx, assignment) -> AccessProto.of(assignment));
    RpcModule.show(
        binder(),
        DenyAssignment.KIND,
        io.postern.v1.DenyAssignment.getDefaultInstance(),
        (tx, denial) -> AccessProto.of(denial));
    RpcModule.show(
        binder(),
        ResourceLock.KIND,
        io.postern.v1.ResourceLock.getDefaultInstance(),
        (tx, lock) -> AccessProto.of(lock));
  }
}
