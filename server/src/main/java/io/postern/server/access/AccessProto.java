package io.postern.server.access;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.DenyAssignment;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.rpc.Protos;
import io.postern.v1.AccessOutcome;
import io.postern.v1.ExplainAccessResponse;
import io.postern.v1.LockLevel;
import java.util.ArrayList;
import java.util.List;

/** Between the API's roles, assignments and locks and the model's. */
final class AccessProto {
  private AccessProto() {}

  static io.postern.v1.RoleDefinition of(RoleDefinition role) {
    var message =
        io.postern.v1.RoleDefinition.newBuilder()
            .setName(role.name().text())
            .setUid(role.meta().uid())
            .setEtag(role.meta().etag())
            .setDisplayName(role.displayName())
            .setDescription(role.description())
            .addAllActions(role.actions())
            .addAllNotActions(role.notActions())
            .addAllAssignableScopes(
                role.assignableScopes().stream().map(ResourceName::text).toList())
            .setBuiltIn(BuiltInRole.of(role.name()).isPresent());
    if (message.getBuiltIn()) return message.build();
    return message
        .setCreateTime(timestamp(role.meta().createTime()))
        .setUpdateTime(timestamp(role.meta().updateTime()))
        .build();
  }

  static io.postern.v1.RoleAssignment of(RoleAssignment assignment) {
    return io.postern.v1.RoleAssignment.newBuilder()
        .setName(assignment.name().text())
        .setUid(assignment.meta().uid())
        .setEtag(assignment.meta().etag())
        .setCreateTime(timestamp(assignment.meta().createTime()))
        .setUpdateTime(timestamp(assignment.meta().updateTime()))
        .setPrincipal(assignment.principal())
        .setRole(assignment.role().text())
        .setDescription(assignment.description())
        .build();
  }

  static io.postern.v1.DenyAssignment of(DenyAssignment denial) {
    return io.postern.v1.DenyAssignment.newBuilder()
        .setName(denial.name().text())
        .setUid(denial.meta().uid())
        .setEtag(denial.meta().etag())
        .setCreateTime(timestamp(denial.meta().createTime()))
        .setUpdateTime(timestamp(denial.meta().updateTime()))
        .setPrincipal(denial.principal())
        .addAllExcludedPrincipals(denial.excludedPrincipals())
        .addAllActions(denial.actions())
        .addAllNotActions(denial.notActions())
        .setDescription(denial.description())
        .build();
  }

  static io.postern.v1.ResourceLock of(ResourceLock lock) {
    return io.postern.v1.ResourceLock.newBuilder()
        .setName(lock.name().text())
        .setUid(lock.meta().uid())
        .setEtag(lock.meta().etag())
        .setCreateTime(timestamp(lock.meta().createTime()))
        .setUpdateTime(timestamp(lock.meta().updateTime()))
        .setLevel(
            switch (lock.level()) {
              case CAN_NOT_DELETE -> LockLevel.LOCK_LEVEL_CAN_NOT_DELETE;
              case READ_ONLY -> LockLevel.LOCK_LEVEL_READ_ONLY;
            })
        .setNotes(lock.notes())
        .build();
  }

  /** A role from a request, with the bookkeeping of the one it replaces. */
  static RoleDefinition role(ResourceName name, Meta meta, io.postern.v1.RoleDefinition message) {
    return new RoleDefinition(
        name,
        meta,
        message.getDisplayName(),
        message.getDescription(),
        message.getActionsList(),
        message.getNotActionsList(),
        scopes(message.getAssignableScopesList()));
  }

  private static List<ResourceName> scopes(List<String> texts) {
    var scopes = new ArrayList<ResourceName>();
    for (int i = 0; i < texts.size(); i++)
      scopes.add(ResourceName.parse(texts.get(i), "role_definition.assignable_scopes[" + i + "]"));
    return scopes;
  }

  static DenyAssignment denial(
      ResourceName name, String tenant, io.postern.v1.DenyAssignment message) {
    return new DenyAssignment(
        name,
        Meta.NEW,
        tenant,
        message.getPrincipal(),
        message.getExcludedPrincipalsList(),
        message.getActionsList(),
        message.getNotActionsList(),
        message.getDescription());
  }

  static ResourceLock lock(ResourceName name, io.postern.v1.ResourceLock message) {
    return new ResourceLock(name, Meta.NEW, level(message.getLevel()), message.getNotes());
  }

  private static ScopeLock.Level level(LockLevel level) {
    var field = "resource_lock.level";
    return switch (Protos.known(level, field)) {
      case LOCK_LEVEL_CAN_NOT_DELETE -> ScopeLock.Level.CAN_NOT_DELETE;
      case LOCK_LEVEL_READ_ONLY -> ScopeLock.Level.READ_ONLY;
      case LOCK_LEVEL_UNSPECIFIED, UNRECOGNIZED ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD, field, "A lock is CanNotDelete or ReadOnly.");
    };
  }

  static ExplainAccessResponse of(
      AccessAnswers.Explained explained, String principal, String action, ResourceName resource) {
    var by = explained.lock().map(ScopeLock::name).or(() -> explained.decision().by());
    var outcome =
        explained.lock().isPresent()
            ? AccessOutcome.ACCESS_OUTCOME_LOCKED
            : outcome(explained.decision().outcome());
    return ExplainAccessResponse.newBuilder()
        .setAllowed(explained.isAllowed())
        .setOutcome(outcome)
        .setDecidedBy(by.map(ResourceName::text).orElse(""))
        .addAllMatched(explained.matched().stream().map(ResourceName::text).toList())
        .setSentence(
            "'"
                + principal
                + "' "
                + (explained.isAllowed() ? "can" : "cannot")
                + " perform "
                + action
                + " on '"
                + resource
                + "': "
                + why(outcome)
                + ".")
        .build();
  }

  private static AccessOutcome outcome(Rights.Outcome outcome) {
    return switch (outcome) {
      case OPEN -> AccessOutcome.ACCESS_OUTCOME_OPEN;
      case GRANTED -> AccessOutcome.ACCESS_OUTCOME_GRANTED;
      case NOT_GRANTED -> AccessOutcome.ACCESS_OUTCOME_NOT_GRANTED;
      case DENIED -> AccessOutcome.ACCESS_OUTCOME_DENIED;
    };
  }

  private static String why(AccessOutcome outcome) {
    return switch (outcome) {
      case ACCESS_OUTCOME_OPEN -> "the tenant has no role assignment, so each of its callers may";
      case ACCESS_OUTCOME_GRANTED -> "a role assignment gives it";
      case ACCESS_OUTCOME_NOT_GRANTED -> "no role assignment gives it";
      case ACCESS_OUTCOME_DENIED -> "a deny assignment takes it away";
      case ACCESS_OUTCOME_LOCKED -> "it is permitted, and a lock holds it off";
      case ACCESS_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException();
    };
  }
}
