package io.postern.server.rpc;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The five calls that most kinds have, Get, List, Create, Update and Delete (AIP-131 to 135), as
 * work for {@link Calls}: from what requests say to what the API shows. A service is left to say
 * where its requests have their values, and what goes where in its responses.
 *
 * @param <M> the message that the API shows such a resource as
 */
public final class StandardMethods<T extends Resource, M extends Message> {
  private final Kind<T> kind;
  private final String field;
  private final ResourceReads reads;
  private final ResourceWrites<T> writes;
  private final BiFunction<ReadTx, T, M> shown;
  private final BiFunction<ResourceName, M, T> fresh;
  private final BiFunction<T, M, T> changed;

  /**
   * The methods of a kind whose resources are all that their messages say.
   *
   * @param field what requests to create and to update one call it, such as {@code load_balancer}
   */
  public StandardMethods(
      Kind<T> kind,
      String field,
      ResourceReads reads,
      ResourceWrites<T> writes,
      BiFunction<ReadTx, T, M> shown,
      Model<T, M> model) {
    this(
        kind,
        field,
        reads,
        writes,
        shown,
        (name, message) -> model.of(name, Meta.NEW, message),
        (current, message) -> model.of(current.name(), current.meta(), message));
  }

  /**
   * The methods of a kind whose resources have more than their messages say.
   *
   * @param fresh makes a new resource, of its name and its message
   * @param changed makes what is to be of what is there, and of its message
   */
  public StandardMethods(
      Kind<T> kind,
      String field,
      ResourceReads reads,
      ResourceWrites<T> writes,
      BiFunction<ReadTx, T, M> shown,
      BiFunction<ResourceName, M, T> fresh,
      BiFunction<T, M, T> changed) {
    this.kind = kind;
    this.field = field;
    this.reads = reads;
    this.writes = writes;
    this.shown = shown;
    this.fresh = fresh;
    this.changed = changed;
  }

  public BiFunction<ReadTx, RequestContext, M> get(String name) {
    return (tx, context) -> shown.apply(tx, reads.get(tx, context, kind, name));
  }

  public BiFunction<ReadTx, RequestContext, Page<M>> list(
      String parent, int pageSize, String pageToken) {
    return (tx, context) ->
        reads
            .list(tx, context, kind, parent, pageSize, pageToken)
            .map(resource -> shown.apply(tx, resource));
  }

  public BiFunction<WriteTx, RequestContext, M> create(String parent, String id, M wanted) {
    return create(() -> NewNames.child(kind, parent, id, field + "_id"), wanted);
  }

  /**
   * The same for a kind that has its names from elsewhere.
   *
   * @param name makes the name within the call, so that what it refuses is answered there
   */
  public BiFunction<WriteTx, RequestContext, M> create(Supplier<ResourceName> name, M wanted) {
    return (tx, context) ->
        shown.apply(tx, writes.create(tx, context, fresh.apply(name.get(), wanted)));
  }

  /**
   * @param name the one in the message
   * @param etag the one in the message
   */
  public BiFunction<WriteTx, RequestContext, M> update(
      String name, M wanted, FieldMask mask, String etag) {
    return (tx, context) -> {
      var current = reads.get(tx, context, kind, name);
      var merged = FieldMasks.merge(shown.apply(tx, current), wanted, mask, field);
      var updated = writes.update(tx, context, changed.apply(current, merged), etag);
      return shown.apply(tx, updated);
    };
  }

  /**
   * @param gone what the call answers then
   */
  public <R> BiFunction<WriteTx, RequestContext, R> delete(String name, String etag, R gone) {
    return (tx, context) -> {
      writes.delete(tx, context, kind.parse(name, "name"), etag);
      return gone;
    };
  }

  /** Makes a resource of its name, its bookkeeping and its message. */
  @FunctionalInterface
  public interface Model<T, M> {
    T of(ResourceName name, Meta meta, M message);
  }
}
