package io.postern.server.audit;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceMessage;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ReadTx;
import io.postern.v1.ChangeType;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchedResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Changes as watches show them, by the mapping that each feature gives for its kinds. */
final class AuditChangesProto {
  /** How many changes of one write are shown. */
  private static final int SHOWN = 100;

  private final Map<String, ResourceMessage<?>> messages;
  private final Map<Descriptor, FieldDescriptor> fields =
      WatchedResource.getDescriptor().getFields().stream()
          .collect(Collectors.toMap(FieldDescriptor::getMessageType, Function.identity()));

  @Inject
  AuditChangesProto(Set<ResourceMessage<?>> messages) {
    this.messages =
        messages.stream()
            .collect(Collectors.toMap(message -> message.kind().id(), Function.identity()));
  }

  /**
   * What the write of an entry changed, as far as its viewer sees it.
   *
   * @param entry as the viewer sees it
   * @param which of the resources that were changed are shown
   */
  List<io.postern.v1.Change> of(
      ReadTx tx, AuditViewer viewer, AuditEntry entry, Predicate<ResourceName> which) {
    var note = entry.note();
    if (note.revision().number() == 0) return List.of();
    return tx.audit().changes(note.revision()).stream()
        .filter(change -> viewer.sees(change) && which.test(change.name()))
        .limit(SHOWN)
        .flatMap(change -> of(tx, change).stream())
        .map(
            change -> note.principal().isEmpty() ? change.toBuilder().clearActor().build() : change)
        .toList();
  }

  /** Empty for a kind that only the server itself knows. */
  private Optional<io.postern.v1.Change> of(ReadTx tx, Change change) {
    var message = messages.get(change.kind().id());
    if (message == null) return Optional.empty();
    var field = Objects.requireNonNull(fields.get(message.type()));
    var shown =
        io.postern.v1.Change.newBuilder()
            .setType(type(change.operation()))
            .setKind(
                ResourceKind.valueOf("RESOURCE_KIND_" + field.getName().toUpperCase(Locale.ROOT)))
            .setName(change.name().text())
            .setRevisionToken(change.revision().token())
            .setActor(change.actor())
            .setChangeTime(Protos.timestamp(change.time()))
            .setReason(change.reason());
    if (change.operation() != Operation.DELETED)
      shown.setResource(value(tx, message, field, change.resource()));
    change.before().ifPresent(before -> shown.setPrevious(value(tx, message, field, before)));
    return Optional.of(shown.build());
  }

  private static WatchedResource value(
      ReadTx tx, ResourceMessage<?> message, FieldDescriptor field, Resource resource) {
    return WatchedResource.newBuilder().setField(field, message.of(tx, resource)).build();
  }

  private static ChangeType type(Operation operation) {
    return switch (operation) {
      case CREATED -> ChangeType.CHANGE_TYPE_ADDED;
      case UPDATED -> ChangeType.CHANGE_TYPE_MODIFIED;
      case DELETED -> ChangeType.CHANGE_TYPE_DELETED;
    };
  }
}
