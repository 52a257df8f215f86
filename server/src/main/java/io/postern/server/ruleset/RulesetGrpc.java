package io.postern.server.ruleset;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.v1.CreateDnsForwardingRulesetRequest;
import io.postern.v1.CreateDnsForwardingRulesetResponse;
import io.postern.v1.DeleteDnsForwardingRulesetRequest;
import io.postern.v1.DeleteDnsForwardingRulesetResponse;
import io.postern.v1.DnsForwardingRulesetServiceGrpc.DnsForwardingRulesetServiceImplBase;
import io.postern.v1.GetDnsForwardingRulesetRequest;
import io.postern.v1.GetDnsForwardingRulesetResponse;
import io.postern.v1.ListDnsForwardingRulesetsRequest;
import io.postern.v1.ListDnsForwardingRulesetsResponse;
import io.postern.v1.UpdateDnsForwardingRulesetRequest;
import io.postern.v1.UpdateDnsForwardingRulesetResponse;
import jakarta.inject.Inject;

/** Forwarding rulesets over gRPC. */
final class RulesetGrpc extends DnsForwardingRulesetServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Rulesets useCases;

  @Inject
  RulesetGrpc(Calls calls, ResourceReads reads, Rulesets useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createDnsForwardingRuleset(
      CreateDnsForwardingRulesetRequest request,
      StreamObserver<CreateDnsForwardingRulesetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  ForwardingRuleset.KIND,
                  request.getParent(),
                  request.getDnsForwardingRulesetId(),
                  "dns_forwarding_ruleset_id");
          var created =
              useCases.create(
                  tx,
                  context,
                  RulesetProto.model(name, Meta.NEW, request.getDnsForwardingRuleset()));
          return CreateDnsForwardingRulesetResponse.newBuilder()
              .setDnsForwardingRuleset(RulesetProto.of(created))
              .build();
        });
  }

  @Override
  public void getDnsForwardingRuleset(
      GetDnsForwardingRulesetRequest request, StreamObserver<GetDnsForwardingRulesetResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var ruleset = reads.get(tx, context, ForwardingRuleset.KIND, request.getName());
          return GetDnsForwardingRulesetResponse.newBuilder()
              .setDnsForwardingRuleset(RulesetProto.of(ruleset))
              .build();
        });
  }

  @Override
  public void listDnsForwardingRulesets(
      ListDnsForwardingRulesetsRequest request,
      StreamObserver<ListDnsForwardingRulesetsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  ForwardingRuleset.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListDnsForwardingRulesetsResponse.newBuilder()
              .addAllDnsForwardingRulesets(page.map(ruleset -> RulesetProto.of(ruleset)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateDnsForwardingRuleset(
      UpdateDnsForwardingRulesetRequest request,
      StreamObserver<UpdateDnsForwardingRulesetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getDnsForwardingRuleset();
          var current = reads.get(tx, context, ForwardingRuleset.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  RulesetProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "dns_forwarding_ruleset");
          var updated =
              useCases.update(
                  tx,
                  context,
                  RulesetProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateDnsForwardingRulesetResponse.newBuilder()
              .setDnsForwardingRuleset(RulesetProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteDnsForwardingRuleset(
      DeleteDnsForwardingRulesetRequest request,
      StreamObserver<DeleteDnsForwardingRulesetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteDnsForwardingRulesetResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return ForwardingRuleset.KIND.parse(text, "name");
  }
}
