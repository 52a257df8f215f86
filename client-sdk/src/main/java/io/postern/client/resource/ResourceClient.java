package io.postern.client.resource;

import com.google.protobuf.Message;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import java.util.List;

/**
 * Reads and writes one kind of resource. Every write carries a request id, so that repeating it
 * after a lost answer does not make it twice.
 *
 * @param <R> the resource
 */
public class ResourceClient<R extends Message> extends ReadClient<R> {

  /** Made by {@link io.postern.client.PosternClient}. */
  public ResourceClient(Caller caller, ResourceMethods<R> methods) {
    super(caller, methods);
  }

  /** Creates a resource: {@link #create(String, String, Message, WriteOptions)} as usual. */
  public Written<R> create(String parent, String id, R value) {
    return create(parent, id, value, WriteOptions.DEFAULT);
  }

  /**
   * Creates a resource.
   *
   * @param parent what to create it in: for most kinds a resource group, for others a resource;
   *     empty for a subscription
   * @param id the last segment of the new name
   * @param value what to create; its name and output-only fields are ignored
   * @throws PosternException.AlreadyExists when there is one of this name
   * @throws PosternException.InvalidArgument when a field has a value it cannot have
   * @throws PosternException.QuotaExceeded when a limit is reached
   */
  public Written<R> create(String parent, String id, R value, WriteOptions options) {
    return methods.create(caller, parent, id, value, options);
  }

  /** Changes a resource: {@link #update(Message, WriteOptions, String...)} as usual. */
  public Written<R> update(R value, String... paths) {
    return update(value, WriteOptions.DEFAULT, paths);
  }

  /**
   * Changes a resource. A value that was read and changed still has the etag it was read with, so
   * that the update fails when somebody else was faster.
   *
   * @param value the new values; its name says which resource
   * @param paths the fields to change, such as {@code tags} or {@code address_prefixes}. None: the
   *     fields that are set in {@code value}. {@code *}: all that can be changed, so that those not
   *     set go back to their defaults
   * @throws PosternException.StaleEtag when the resource has changed since {@code value} was read
   * @throws PosternException.NotFound when there is no such resource
   */
  public Written<R> update(R value, WriteOptions options, String... paths) {
    return methods.update(caller, value, List.of(paths), options);
  }

  /** Deletes a resource: {@link #delete(String, WriteOptions)} as usual. */
  public String delete(String name) {
    return delete(name, WriteOptions.DEFAULT);
  }

  /**
   * Deletes a resource.
   *
   * @return the revision token of the deletion, opaque
   * @throws PosternException.NotFound when there is no such resource
   * @throws PosternException.FailedPrecondition when it is in use
   * @throws PosternException.StaleEtag when the options have an etag that is not the current one
   */
  public String delete(String name, WriteOptions options) {
    return methods.delete(caller, name, options);
  }
}
