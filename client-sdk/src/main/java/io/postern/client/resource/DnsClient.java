package io.postern.client.resource;

import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.GetZoneMetricsRequest;
import io.postern.v1.GetZoneMetricsResponse;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.WaitForRevisionRequest;
import io.postern.v1.WaitForRevisionResponse;
import java.time.Duration;

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

  /**
   * Waits until DNS on the server answers from a revision or a later one, up to the deadline of the
   * client. A write waits for that by itself at the server that takes it; this is for the DNS of
   * another one.
   *
   * @param revisionToken the revision token of a write or of any other answer
   * @throws PosternException.DeadlineExceeded when it does not come to that
   */
  public WaitForRevisionResponse waitFor(String revisionToken) {
    return caller.read(DnsServiceGrpc.getWaitForRevisionMethod(), waiting(revisionToken).build());
  }

  /**
   * Waits until DNS on the server answers from a revision or a later one, for so long and no
   * longer.
   *
   * @param timeout 0 to 1 hour; the deadline of the client counts from its end
   * @return what is served then, and whether that is the revision or a later one
   */
  public WaitForRevisionResponse waitFor(String revisionToken, Duration timeout) {
    var request = within(waiting(revisionToken), timeout);
    return caller.await(DnsServiceGrpc.getWaitForRevisionMethod(), request, timeout);
  }

  /**
   * Waits until a DNS node answers from a revision or a later one, for so long and no longer.
   *
   * @param node a node that follows this server
   * @param timeout 0 to 1 hour; the deadline of the client counts from its end
   * @return what the node serves then, and whether that is the revision or a later one
   */
  public WaitForRevisionResponse waitForNode(String node, String revisionToken, Duration timeout) {
    var request = within(waiting(revisionToken).setNode(node), timeout);
    return caller.await(DnsServiceGrpc.getWaitForRevisionMethod(), request, timeout);
  }

  private static WaitForRevisionRequest within(
      WaitForRevisionRequest.Builder request, Duration timeout) {
    return request
        .setTimeout(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(timeout.getSeconds())
                .setNanos(timeout.getNano()))
        .build();
  }

  private static WaitForRevisionRequest.Builder waiting(String revisionToken) {
    return WaitForRevisionRequest.newBuilder().setRevisionToken(revisionToken);
  }

  /** Returns the revision DNS answers from, and where it listens. */
  public GetDnsStatusResponse status() {
    return caller.read(
        DnsServiceGrpc.getGetDnsStatusMethod(), GetDnsStatusRequest.getDefaultInstance());
  }
}
