package io.postern.client.resource;

import com.google.protobuf.Message;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;

/**
 * Reads, creates and deletes one kind of resource that stays as it was created. Every write carries
 * a request id, so that repeating it after a lost answer does not make it twice.
 *
 * @param <R> the resource
 */
public final class FixedResourceClient<R extends Message> extends ReadClient<R> {
  /** Made by {@link io.postern.client.PosternClient}. */
  public FixedResourceClient(Caller caller, ResourceMethods<R> methods) {
    super(caller, methods);
  }

  /** Creates a resource, as {@link ResourceClient#create(String, String, Message)} does. */
  public Written<R> create(String parent, String id, R value) {
    return create(parent, id, value, WriteOptions.DEFAULT);
  }

  /**
   * Creates a resource, with options.
   *
   * @param parent the scope to create it in: a tenant, a subscription, a resource group or a
   *     resource
   * @param id the last segment of the new name
   * @param value what to create; its name and output-only fields are ignored
   * @throws PosternException.AlreadyExists when there is one of this name
   * @throws PosternException.PermissionDenied when the caller may not
   */
  public Written<R> create(String parent, String id, R value, WriteOptions options) {
    return methods.create(caller, parent, id, value, options);
  }

  /**
   * Deletes a resource.
   *
   * @return the revision token of the deletion, opaque
   * @throws PosternException.NotFound when there is no such resource
   */
  public String delete(String name) {
    return delete(name, WriteOptions.DEFAULT);
  }

  /** Deletes a resource, with options. */
  public String delete(String name, WriteOptions options) {
    return methods.delete(caller, name, options);
  }
}
