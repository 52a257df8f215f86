package io.postern.server.explain;

import io.postern.server.auth.Policy;
import io.postern.server.dnsview.DnsProto;
import io.postern.server.dnsview.TracedQueries;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainResolutionResponse;
import jakarta.inject.Inject;
import java.util.Optional;

/** Explains an answer of DNS: asks for it, and tells how it came about. */
final class ExplainResolution {
  private final Policy policy;
  private final TracedQueries queries;

  @Inject
  ExplainResolution(Policy policy, TracedQueries queries) {
    this.policy = policy;
    this.queries = queries;
  }

  /**
   * Asks outside any transaction, for an upstream resolver may take its time. Resources are named
   * afterwards: what was changed in between stands without a name.
   */
  ExplainResolutionResponse run(
      Store store, RequestContext context, ExplainResolutionRequest request) {
    var network = store.read(tx -> network(tx, context, request.getVirtualNetwork()));
    var traced = queries.ask(network, request.getName(), request.getType());
    var answer = DnsProto.answer(traced.message()).setRevisionToken(traced.revision().token());
    return store.read(tx -> {
      var names =
          new ResolutionNames(
              tx,
              name -> policy.permits(tx, context.principal(), name.armType() + "/read", name),
              network);
      return ExplainResolutionResponse.newBuilder()
          .addAllSteps(new ResolutionProto(names, traced.steps(), answer).steps())
          .setAnswer(answer)
          .setRevisionToken(traced.revision().token())
          .build();
    });
  }

  private Optional<ResourceName> network(ReadTx tx, RequestContext context, String text) {
    if (text.isEmpty()) return Optional.empty();
    var name = VirtualNetwork.KIND.parse(text, "virtual_network");
    policy.require(tx, context, VirtualNetwork.KIND, "read", name);
    return Optional.of(tx.get(VirtualNetwork.KIND, name).name());
  }
}
