package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;

/**
 * The record sets of private DNS zones. A name is {@code {zone}/{type}/{relative name}}; the id at
 * create is the relative name, {@code @} at the apex, and the type is in the value.
 */
public final class RecordSetsClient extends ResourceClient<RecordSet> {
  private static final ResourceMethods<RecordSet> METHODS =
      new ResourceMethods<>(
          RecordSetServiceGrpc.getServiceDescriptor(), RecordSet.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public RecordSetsClient(Caller caller) {
    super(caller, METHODS);
  }

  /** Lists the record sets of one type in a zone. */
  public Listing<RecordSet> list(String zone, RecordType type) {
    return listing(ListRecordSetsRequest.newBuilder().setParent(zone).setType(type).build());
  }
}
