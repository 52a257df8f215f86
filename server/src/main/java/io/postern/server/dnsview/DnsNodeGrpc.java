package io.postern.server.dnsview;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.dns.snapshot.Lineage;
import io.postern.server.auth.Policy;
import io.postern.server.dnsview.DnsNodes.NodeOwner;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.RevisionWaits;
import io.postern.server.store.Store;
import io.postern.v1.DnsNodeServiceGrpc.DnsNodeServiceImplBase;
import io.postern.v1.FollowIndexRequest;
import io.postern.v1.FollowIndexResponse;
import io.postern.v1.ReportServedRevisionRequest;
import io.postern.v1.ReportServedRevisionResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Feeds DNS nodes. */
final class DnsNodeGrpc extends DnsNodeServiceImplBase {
  /**
   * What a caller has to be allowed to; nodes are read as a whole and belong to no subscription.
   */
  static final String ACTION = "Microsoft.Network/dnsNodes/read";

  /** How long a node that comes from another server may have to wait for this one. */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(2);

  private static final Lineage NO_LINEAGE = new Lineage(new UUID(0, 0));

  private final Calls calls;
  private final Policy policy;
  private final DnsPublisher publisher;
  private final IndexFeeds feeds;
  private final DnsNodes nodes;
  private final RevisionWaits waits;
  private final Store store;

  @Inject
  DnsNodeGrpc(
      Calls calls,
      Policy policy,
      DnsPublisher publisher,
      IndexFeeds feeds,
      DnsNodes nodes,
      RevisionWaits waits,
      Store store) {
    this.calls = calls;
    this.policy = policy;
    this.publisher = publisher;
    this.feeds = feeds;
    this.nodes = nodes;
    this.waits = waits;
    this.store = store;
  }

  @Override
  public void followIndex(FollowIndexRequest request, StreamObserver<FollowIndexResponse> out) {
    var reader = (ServerCallStreamObserver<FollowIndexResponse>) out;
    try {
      var networks = networks(request);
      var node = DnsNodes.requireName(request.getNode());
      var has = has(request);
      var lineage = lineage(request);
      var owner = owner(networks);
      var keys = keys(networks);
      var stream =
          new NodeStream(
              feeds.take(keys),
              publisher.progress(),
              sender(reader),
              reader::isReady,
              lineage,
              has);
      reader.setOnReadyHandler(stream::wake);
      reader.setOnCancelHandler(stream::end);
      // The handlers are told of the end of a call only once this method has returned.
      var _ =
          Thread.ofVirtual()
              .name("postern-node-" + node)
              .start(() -> {
                try {
                  serve(node, owner, stream, reader);
                } finally {
                  feeds.giveBack(keys);
                }
              });
    } catch (RuntimeException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  /** The networks that the node serves and that its caller may serve; empty for everything. */
  private List<ResourceName> networks(FollowIndexRequest request) {
    var context = calls.context();
    if (request.getVirtualNetworksCount() == 0) {
      requireServes(context.principal(), Optional.empty());
      policy.requireOnAll(context, ACTION);
      return List.of();
    }
    var networks =
        request.getVirtualNetworksList().stream()
            .map(text -> VirtualNetwork.KIND.parse(text, "virtual_networks"))
            .toList();
    return store.read(tx -> {
      for (var network : networks) {
        policy.require(tx, context, VirtualNetwork.KIND, "join/action", network);
        requireServes(context.principal(), Optional.of(network));
      }
      return networks;
    });
  }

  /** Refuses a caller whose token or certificate is for other networks; empty for all of them. */
  private static void requireServes(Principal caller, Optional<ResourceName> network) {
    if (caller.networks().isEmpty() || network.map(caller.networks()::contains).orElse(false))
      return;
    throw ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                    Reason.AUTHORIZATION_FAILED,
                    "'"
                        + caller.id()
                        + "' may have DNS nodes for some networks, and not for "
                        + network.map(name -> "'" + name + "'").orElse("all")
                        + "; name those that it may with virtual_networks.")
                .with("action", ACTION)));
  }

  private static SortedSet<String> keys(List<ResourceName> networks) {
    var keys = new TreeSet<String>();
    networks.forEach(network -> keys.add(network.key()));
    return keys;
  }

  private NodeOwner owner(List<ResourceName> networks) {
    return new NodeOwner(
        calls.context().principal().id(), networks.stream().map(ResourceName::text).toList());
  }

  private void serve(
      String node,
      NodeOwner owner,
      NodeStream stream,
      ServerCallStreamObserver<FollowIndexResponse> reader) {
    try {
      reader.onNext(
          FollowIndexResponse.newBuilder()
              .setStore(store.identity())
              .setNewestRevisionToken(publisher.served().token())
              .build());
      nodes.serve(node, owner, stream);
      if (!reader.isCancelled()) reader.onCompleted();
    } catch (InterruptedException | RuntimeException e) {
      if (!reader.isCancelled()) reader.onError(ErrorMapper.map(e));
    }
  }

  /** The revision that the node has; a server that is behind it must not be followed. */
  private long has(FollowIndexRequest request) {
    if (!request.getStore().isEmpty() && !request.getStore().equals(store.identity()))
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "store",
          "The node has the index of another store; give it an empty state folder to follow this"
              + " one.");
    if (request.getRevisionToken().isEmpty()) return 0;
    var revision = Revision.parse(request.getRevisionToken(), "revision_token");
    if (waits.await(publisher.progress(), revision, REACHED_WITHIN)) return revision.number();
    throw ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "DNS on this server does not answer from what the node has yet; follow another"
                        + " server, or this one in a moment. If the store was restored from a"
                        + " backup, give the node an empty state folder.")
                .with("servedRevision", publisher.served().token())));
  }

  private static Lineage lineage(FollowIndexRequest request) {
    if (request.getLineage().isEmpty()) return NO_LINEAGE;
    try {
      return Lineage.parse(request.getLineage());
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "lineage",
          "'" + request.getLineage() + "' is no lineage; pass one that a server told.");
    }
  }

  private NodeStream.Sender sender(StreamObserver<FollowIndexResponse> out) {
    return new NodeStream.Sender() {
      @Override
      public void alive(Revision newest) {
        out.onNext(FollowIndexResponse.newBuilder().setNewestRevisionToken(newest.token()).build());
      }

      @Override
      public void block(
          byte[] octets, int length, boolean first, long reached, PublishedIndex newest) {
        var response =
            FollowIndexResponse.newBuilder()
                .setBlock(ByteString.copyFrom(octets, 0, length))
                .setNewestRevisionToken(new Revision(newest.index().revision()).token());
        if (first) response.setLineage(newest.lineage().toString());
        if (reached > 0) response.setRevisionToken(new Revision(reached).token());
        out.onNext(response.build());
      }
    };
  }

  @Override
  public void reportServedRevision(
      ReportServedRevisionRequest request, StreamObserver<ReportServedRevisionResponse> out) {
    calls.outside(
        out,
        any -> {
          var served = Revision.parse(request.getServedRevisionToken(), "served_revision_token");
          nodes.reported(calls.context().principal(), request.getNode(), served);
          return ReportServedRevisionResponse.newBuilder()
              .setNewestRevisionToken(publisher.served().token())
              .build();
        });
  }
}
