package io.postern.server.ruleset;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.v1.CreateDnsForwardingRulesetRequest;
import io.postern.v1.CreateDnsForwardingRulesetResponse;
import io.postern.v1.DeleteDnsForwardingRulesetRequest;
import io.postern.v1.DeleteDnsForwardingRulesetResponse;
import io.postern.v1.DnsForwardingRuleset;
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
  private final StandardMethods<ForwardingRuleset, DnsForwardingRuleset> rulesets;

  @Inject
  RulesetGrpc(Calls calls, ResourceReads reads, Rulesets useCases) {
    this.calls = calls;
    this.rulesets =
        new StandardMethods<>(
            ForwardingRuleset.KIND,
            "dns_forwarding_ruleset",
            reads,
            useCases,
            (tx, ruleset) -> RulesetProto.of(ruleset),
            RulesetProto::model);
  }

  @Override
  public void createDnsForwardingRuleset(
      CreateDnsForwardingRulesetRequest request,
      StreamObserver<CreateDnsForwardingRulesetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        rulesets.create(
            request.getParent(),
            request.getDnsForwardingRulesetId(),
            request.getDnsForwardingRuleset()),
        shown ->
            CreateDnsForwardingRulesetResponse.newBuilder().setDnsForwardingRuleset(shown).build());
  }

  @Override
  public void getDnsForwardingRuleset(
      GetDnsForwardingRulesetRequest request, StreamObserver<GetDnsForwardingRulesetResponse> out) {
    calls.read(
        request,
        out,
        rulesets.get(request.getName()),
        shown ->
            GetDnsForwardingRulesetResponse.newBuilder().setDnsForwardingRuleset(shown).build());
  }

  @Override
  public void listDnsForwardingRulesets(
      ListDnsForwardingRulesetsRequest request,
      StreamObserver<ListDnsForwardingRulesetsResponse> out) {
    calls.read(
        request,
        out,
        rulesets.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListDnsForwardingRulesetsResponse.newBuilder()
                .addAllDnsForwardingRulesets(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateDnsForwardingRuleset(
      UpdateDnsForwardingRulesetRequest request,
      StreamObserver<UpdateDnsForwardingRulesetResponse> out) {
    var wanted = request.getDnsForwardingRuleset();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        rulesets.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateDnsForwardingRulesetResponse.newBuilder().setDnsForwardingRuleset(shown).build());
  }

  @Override
  public void deleteDnsForwardingRuleset(
      DeleteDnsForwardingRulesetRequest request,
      StreamObserver<DeleteDnsForwardingRulesetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        rulesets.delete(
            request.getName(),
            request.getEtag(),
            DeleteDnsForwardingRulesetResponse.getDefaultInstance()));
  }
}
