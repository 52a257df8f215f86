package io.postern.server.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.postern.server.kernel.Resource;
import io.postern.server.store.ReadTx;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Resources of any kind as the API shows them, in the JSON form of protobuf. */
public final class ShownResources {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace().sortingMapKeys();

  private final Map<String, ResourceMessage<?>> byKind;

  @Inject
  ShownResources(Set<ResourceMessage<?>> messages) {
    this.byKind =
        messages.stream()
            .collect(Collectors.toMap(message -> message.kind().id(), Function.identity()));
  }

  /** An empty object for what no watch shows, such as an API token. */
  public String text(ReadTx tx, Resource resource) {
    var message = byKind.get(resource.kind().id());
    if (message == null) return "{}";
    try {
      return JSON.print(message.of(tx, resource));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A resource holds nothing that JSON has no form for.", e);
    }
  }
}
