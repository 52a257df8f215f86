package io.postern.client.resource;

import io.postern.client.internal.Caller;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.GetZoneMetricsRequest;
import io.postern.v1.GetZoneMetricsResponse;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;

/** What DNS on the server answers, asked without a resolver. */
public final class DnsClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public DnsClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Answers a question as a machine in a virtual network would have it answered.
   *
   * @param virtualNetwork the name of the network; empty for the public view
   * @param name the name to ask for; the trailing dot may be left out
   * @param type the type to ask for, such as {@code A} or {@code TYPE65}; empty for {@code A}
   * @return the answer; that a name does not exist is an answer, too, and no exception
   */
  public QueryResponse query(String virtualNetwork, String name, String type) {
    var request =
        QueryRequest.newBuilder()
            .setVirtualNetwork(virtualNetwork)
            .setName(name)
            .setType(type)
            .build();
    return caller.read(DnsServiceGrpc.getQueryMethod(), request);
  }

  /**
   * Returns what is measured of a private DNS zone, such as QueryVolume and RecordSetCount, under
   * the names of Azure Monitor.
   *
   * @param zone the name of the zone
   */
  public GetZoneMetricsResponse zoneMetrics(String zone) {
    var request = GetZoneMetricsRequest.newBuilder().setName(zone).build();
    return caller.read(DnsServiceGrpc.getGetZoneMetricsMethod(), request);
  }

  /** Returns the revision DNS answers from, and where it listens. */
  public GetDnsStatusResponse status() {
    return caller.read(
        DnsServiceGrpc.getGetDnsStatusMethod(), GetDnsStatusRequest.getDefaultInstance());
  }
}
