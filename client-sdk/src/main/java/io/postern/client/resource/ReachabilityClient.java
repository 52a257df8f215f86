package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.internal.Caller;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.EffectiveRoute;
import io.postern.v1.EffectiveSecurityRule;
import io.postern.v1.ListEffectiveRoutesRequest;
import io.postern.v1.ListEffectiveSecurityRulesRequest;
import io.postern.v1.ReachabilityServiceGrpc;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import io.postern.v1.TransportProtocol;

/** Who can reach what, and why. Nothing is sent: the answers follow from the resources. */
public final class ReachabilityClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public ReachabilityClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Decides whether traffic gets from a source to a destination.
   *
   * @param port the port at the destination, from 1 to 65535
   * @return the verdict with its steps; that something is not reached is an answer, too, and no
   *     exception
   */
  public CheckConnectivityResponse check(
      TrafficSource source, TrafficDestination destination, TransportProtocol protocol, int port) {
    var request =
        CheckConnectivityRequest.newBuilder()
            .setSource(source)
            .setDestination(destination)
            .setProtocol(protocol)
            .setPort(port)
            .build();
    return caller.read(ReachabilityServiceGrpc.getCheckConnectivityMethod(), request);
  }

  /**
   * Lists the routes that hold at a network interface, longest prefix first.
   *
   * @param networkInterface its name
   */
  public Listing<EffectiveRoute> effectiveRoutes(String networkInterface) {
    return new Listing<>(pageToken -> {
      var request =
          ListEffectiveRoutesRequest.newBuilder()
              .setParent(networkInterface)
              .setPageToken(pageToken)
              .build();
      var answer = caller.read(ReachabilityServiceGrpc.getListEffectiveRoutesMethod(), request);
      return new Page<>(
          answer.getEffectiveRoutesList(), answer.getNextPageToken(), answer.getRevisionToken());
    });
  }

  /**
   * Lists the security rules that hold at a network interface, in the order they are tried. None
   * means that everything passes.
   *
   * @param networkInterface its name
   */
  public Listing<EffectiveSecurityRule> effectiveSecurityRules(String networkInterface) {
    return new Listing<>(pageToken -> {
      var request =
          ListEffectiveSecurityRulesRequest.newBuilder()
              .setParent(networkInterface)
              .setPageToken(pageToken)
              .build();
      var answer =
          caller.read(ReachabilityServiceGrpc.getListEffectiveSecurityRulesMethod(), request);
      return new Page<>(
          answer.getEffectiveSecurityRulesList(),
          answer.getNextPageToken(),
          answer.getRevisionToken());
    });
  }
}
