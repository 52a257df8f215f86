package io.postern.server.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.store.ReadTx;
import java.util.function.BiFunction;

/**
 * How the resources of one kind are shown where many kinds are shown alike, as watches do.
 *
 * <p>A feature's module gives one for each of its kinds, with the mapping that its own calls use:
 *
 * <pre>{@code
 * RpcModule.show(
 *     binder(),
 *     Subscription.KIND,
 *     io.postern.v1.Subscription.getDefaultInstance(),
 *     SubscriptionProto::of);
 * }</pre>
 *
 * <p>A watch maps a change some time after it was made. What a message shows beyond the resource
 * itself, such as counters or children, is as of then; and the resource, or what it points at, may
 * be gone by then, so a mapping asks the transaction with {@code find} and never with {@code get}.
 */
public final class ResourceMessage<T extends Resource> {
  private final Kind<T> kind;
  private final Descriptor type;
  private final BiFunction<ReadTx, T, ? extends Message> mapping;

  private ResourceMessage(
      Kind<T> kind, Descriptor type, BiFunction<ReadTx, T, ? extends Message> mapping) {
    this.kind = kind;
    this.type = type;
    this.mapping = mapping;
  }

  public static <T extends Resource, M extends Message> ResourceMessage<T> of(
      Kind<T> kind, M prototype, BiFunction<ReadTx, T, M> mapping) {
    return new ResourceMessage<>(kind, prototype.getDescriptorForType(), mapping);
  }

  public Kind<T> kind() {
    return kind;
  }

  /** The type of the messages. */
  public Descriptor type() {
    return type;
  }

  /**
   * @param resource one of this kind
   */
  public Message of(ReadTx tx, Resource resource) {
    return mapping.apply(tx, kind.type().cast(resource));
  }
}
