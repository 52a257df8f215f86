package io.postern.server.watch;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.rpc.ResourceMessage;
import io.postern.server.store.ReadTx;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchedResource;

/**
 * A kind of resource that can be watched.
 *
 * @param id what the API calls it
 * @param field where its values stand in a {@link WatchedResource}
 */
record WatchedKind(ResourceKind id, FieldDescriptor field, ResourceMessage<?> message) {
  Kind<?> kind() {
    return message.kind();
  }

  /** Whether resources of this kind say who may see what. */
  boolean decidesAccess() {
    return switch (id) {
      case RESOURCE_KIND_ROLE_DEFINITION,
          RESOURCE_KIND_ROLE_ASSIGNMENT,
          RESOURCE_KIND_DENY_ASSIGNMENT ->
          true;
      default -> false;
    };
  }

  WatchedResource show(ReadTx tx, Resource resource) {
    return WatchedResource.newBuilder().setField(field, message.of(tx, resource)).build();
  }
}
