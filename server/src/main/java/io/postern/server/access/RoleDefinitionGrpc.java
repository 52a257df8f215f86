package io.postern.server.access;

import io.grpc.stub.StreamObserver;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.ReadTx;
import io.postern.v1.CreateRoleDefinitionRequest;
import io.postern.v1.CreateRoleDefinitionResponse;
import io.postern.v1.DeleteRoleDefinitionRequest;
import io.postern.v1.DeleteRoleDefinitionResponse;
import io.postern.v1.GetRoleDefinitionRequest;
import io.postern.v1.GetRoleDefinitionResponse;
import io.postern.v1.ListRoleDefinitionsRequest;
import io.postern.v1.ListRoleDefinitionsResponse;
import io.postern.v1.RoleDefinitionServiceGrpc.RoleDefinitionServiceImplBase;
import io.postern.v1.UpdateRoleDefinitionRequest;
import io.postern.v1.UpdateRoleDefinitionResponse;
import jakarta.inject.Inject;
import java.util.List;

/** Roles over gRPC. */
final class RoleDefinitionGrpc extends RoleDefinitionServiceImplBase {
  private static final List<String> ANY = List.of("", "-", "tenants/-");

  private final Calls calls;
  private final ResourceReads reads;
  private final RoleDefinitions useCases;

  @Inject
  RoleDefinitionGrpc(Calls calls, ResourceReads reads, RoleDefinitions useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createRoleDefinition(
      CreateRoleDefinitionRequest request, StreamObserver<CreateRoleDefinitionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  RoleDefinition.KIND,
                  request.getParent(),
                  request.getRoleDefinitionId(),
                  "role_definition_id");
          var created =
              useCases.create(
                  tx, context, AccessProto.role(name, Meta.NEW, request.getRoleDefinition()));
          return CreateRoleDefinitionResponse.newBuilder()
              .setRoleDefinition(AccessProto.of(created))
              .build();
        });
  }

  @Override
  public void getRoleDefinition(
      GetRoleDefinitionRequest request, StreamObserver<GetRoleDefinitionResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            GetRoleDefinitionResponse.newBuilder()
                .setRoleDefinition(
                    AccessProto.of(useCases.get(tx, context, name(request.getName()))))
                .build());
  }

  @Override
  public void listRoleDefinitions(
      ListRoleDefinitionsRequest request, StreamObserver<ListRoleDefinitionsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page = page(tx, context, request);
          return ListRoleDefinitionsResponse.newBuilder()
              .addAllRoleDefinitions(page.map(AccessProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateRoleDefinition(
      UpdateRoleDefinitionRequest request, StreamObserver<UpdateRoleDefinitionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getRoleDefinition();
          var current = useCases.get(tx, context, name(wanted.getName()));
          var merged =
              FieldMasks.merge(
                  AccessProto.of(current), wanted, request.getUpdateMask(), "role_definition");
          var updated =
              useCases.update(
                  tx,
                  context,
                  AccessProto.role(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateRoleDefinitionResponse.newBuilder()
              .setRoleDefinition(AccessProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteRoleDefinition(
      DeleteRoleDefinitionRequest request, StreamObserver<DeleteRoleDefinitionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteRoleDefinitionResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return RoleDefinition.KIND.parse(text, "name");
  }

  private Page<RoleDefinition> page(
      ReadTx tx, RequestContext context, ListRoleDefinitionsRequest request) {
    if (context.principal().isAdministrator() && ANY.contains(request.getParent()))
      return reads.list(
          tx, context, RoleDefinition.KIND, "-", request.getPageSize(), request.getPageToken());
    return useCases.list(
        tx,
        context,
        tenant(context, request.getParent()),
        request.getPageSize(),
        request.getPageToken());
  }

  /** A dash, or nothing, stands for the caller's own tenant. */
  private static ResourceName tenant(RequestContext context, String text) {
    var own = context.principal().tenant();
    if (own.isPresent() && ANY.contains(text)) return ResourceName.ofTenant(own.get());
    if (!ANY.contains(text)) {
      var name = ResourceName.parse(text, "parent");
      if (name.isTenant()) return name;
    }
    throw ControlException.invalid(
        Reason.NAME_MALFORMED, "parent", "'" + text + "' must look like tenants/{tenant}.");
  }
}
