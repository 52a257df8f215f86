package io.postern.client.resource;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.Connection;
import io.postern.v1.DnsNodeServiceGrpc;
import io.postern.v1.FollowIndexRequest;
import io.postern.v1.FollowIndexResponse;
import io.postern.v1.ReportServedRevisionRequest;
import io.postern.v1.ReportServedRevisionResponse;
import java.util.function.Predicate;

/**
 * What DNS nodes are fed with. The command {@code postern dns serve --control-plane} is such a
 * node; this is for building another one.
 */
public final class DnsNodesClient {
  /** More than the largest block. */
  private static final int MAX_MESSAGE = 80 << 20;

  private final Connection connection;
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public DnsNodesClient(Connection connection, Caller caller) {
    this.connection = connection;
    this.caller = caller;
  }

  /**
   * Follows the index on this thread until the stream ends. It is neither repeated nor resumed; an
   * interrupt of the thread ends it.
   *
   * @param each told of each response; false ends the stream
   * @throws PosternException when the stream ends otherwise
   */
  public void follow(FollowIndexRequest request, Predicate<FollowIndexResponse> each) {
    var context = Context.current().withCancellation();
    var before = context.attach();
    try {
      // A call that would wait for a connection would not notice that there is none.
      connection.reconnectNow();
      var responses =
          ClientCalls.blockingServerStreamingCall(
              connection.channel(),
              DnsNodeServiceGrpc.getFollowIndexMethod(),
              CallOptions.DEFAULT.withMaxInboundMessageSize(MAX_MESSAGE),
              request);
      while (responses.hasNext()) {
        if (!each.test(responses.next())) {
          return;
        }
      }
    } catch (StatusRuntimeException error) {
      throw PosternException.of(error);
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  /**
   * Says through which revision a node answers.
   *
   * @param node a node that follows this server
   */
  public ReportServedRevisionResponse reportServedRevision(String node, String revisionToken) {
    var request =
        ReportServedRevisionRequest.newBuilder()
            .setNode(node)
            .setServedRevisionToken(revisionToken)
            .build();
    return caller.read(DnsNodeServiceGrpc.getReportServedRevisionMethod(), request);
  }
}
