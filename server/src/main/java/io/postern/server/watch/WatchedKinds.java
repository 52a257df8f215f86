package io.postern.server.watch;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.postern.server.kernel.Kind;
import io.postern.server.rpc.ResourceMessage;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchedResource;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every kind that can be watched: those of the API's {@link WatchedResource} that a feature shows.
 * The API keeps the names of its fields and of the constants of {@link ResourceKind} in step.
 */
final class WatchedKinds {
  private final Map<String, WatchedKind> byModelId;
  private final List<WatchedKind> all;

  @Inject
  WatchedKinds(Set<ResourceMessage<?>> messages) {
    var fields =
        WatchedResource.getDescriptor().getFields().stream()
            .collect(Collectors.toMap(FieldDescriptor::getMessageType, Function.identity()));
    this.byModelId =
        messages.stream()
            .collect(
                Collectors.toMap(
                    message -> message.kind().id(),
                    message ->
                        watched(message, Objects.requireNonNull(fields.get(message.type())))));
    this.all = byModelId.values().stream().sorted(Comparator.comparing(WatchedKind::id)).toList();
  }

  private static WatchedKind watched(ResourceMessage<?> message, FieldDescriptor field) {
    var id = ResourceKind.valueOf("RESOURCE_KIND_" + field.getName().toUpperCase(Locale.ROOT));
    return new WatchedKind(id, field, message);
  }

  /** All of them, in the API's order. */
  List<WatchedKind> all() {
    return all;
  }

  /** Empty for a kind that only the server itself knows. */
  Optional<WatchedKind> of(Kind<?> kind) {
    return Optional.ofNullable(byModelId.get(kind.id()));
  }
}
