package io.postern.client.resource;

import com.google.protobuf.Message;
import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import java.util.Optional;

/**
 * Reads one kind of resource. Every call throws a {@link PosternException} when it fails, and none
 * takes longer than the deadline of the client.
 *
 * @param <R> the resource
 */
public class ReadClient<R extends Message> {
  final Caller caller;
  final ResourceMethods<R> methods;

  /** Made by {@link io.postern.client.PosternClient}. */
  public ReadClient(Caller caller, ResourceMethods<R> methods) {
    this.caller = caller;
    this.methods = methods;
  }

  /**
   * Returns the resource of this name.
   *
   * @param name the full name, such as {@code
   *     subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}
   * @throws PosternException.NotFound when there is none, or the caller may not see it
   */
  public R get(String name) {
    return methods.get(caller, name);
  }

  /** Returns the resource of this name; empty when there is none, or the caller may not see it. */
  public Optional<R> find(String name) {
    try {
      return Optional.of(get(name));
    } catch (PosternException.NotFound e) {
      return Optional.empty();
    }
  }

  /**
   * Lists the resources under {@code parent}, fetching pages while the list is read.
   *
   * @param parent what they are in; where that is a resource group, a subscription lists all of its
   *     groups; {@code -} stands for any one segment
   */
  public Listing<R> list(String parent) {
    return listing(methods.listRequest(parent));
  }

  /**
   * Fetches one page of the list, for callers that keep the place themselves.
   *
   * @param pageSize the most to return, 1 to 1000; 0 for the server's choice, which is 100
   * @param pageToken {@link Page#nextPageToken} of the page before; empty for the first
   */
  public Page<R> listPage(String parent, int pageSize, String pageToken) {
    return methods.listPage(caller, methods.listRequest(parent), pageSize, pageToken);
  }

  /** The list that {@code request} asks for, whose page token is filled in page by page. */
  final Listing<R> listing(Message request) {
    return new Listing<>(pageToken -> methods.listPage(caller, request, 0, pageToken));
  }
}
