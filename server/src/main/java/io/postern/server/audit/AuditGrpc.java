package io.postern.server.audit;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RequestContext;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.Freshness;
import io.postern.server.rpc.PageToken;
import io.postern.server.rpc.PatientReader;
import io.postern.server.rpc.RefusedCalls;
import io.postern.server.store.AuditMark;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.postern.v1.ExportAuditRequest;
import io.postern.v1.ExportAuditResponse;
import io.postern.v1.ListAuditEntriesRequest;
import io.postern.v1.ListAuditEntriesResponse;
import io.postern.v1.VerifyAuditRequest;
import io.postern.v1.VerifyAuditResponse;
import jakarta.inject.Inject;

/** The audit service. What was refused before a call of it is in what it shows. */
final class AuditGrpc extends AuditServiceImplBase {
  static final String ACTION = "Postern/audit/read";

  private static final int PART = 500;

  private final Calls calls;
  private final Policy policy;
  private final Freshness freshness;
  private final Store store;
  private final RefusedCalls refused;
  private final VerifyAudit verify;
  private final AuditChangesProto changes;

  @Inject
  AuditGrpc(
      Calls calls,
      Policy policy,
      Freshness freshness,
      Store store,
      RefusedCalls refused,
      VerifyAudit verify,
      AuditChangesProto changes) {
    this.calls = calls;
    this.policy = policy;
    this.freshness = freshness;
    this.store = store;
    this.refused = refused;
    this.verify = verify;
    this.changes = changes;
  }

  @Override
  public void listAuditEntries(
      ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> out) {
    refused.write();
    calls.read(request, out, (tx, context) -> list(tx, context, request));
  }

  private ListAuditEntriesResponse list(
      ReadTx tx, RequestContext context, ListAuditEntriesRequest request) {
    requireSome(context);
    var viewer = new AuditViewer(tx, context.principal());
    var filter = AuditProto.filter(request);
    var page =
        AuditPage.of(
            tx.audit(),
            viewer,
            filter,
            AuditPage.begin(request.getPageToken(), filter),
            PageToken.size(request.getPageSize()));
    var response = ListAuditEntriesResponse.newBuilder().setNextPageToken(page.token(filter));
    for (var entry : page.entries()) {
      var shown = AuditProto.of(entry);
      if (request.getIncludeChanges())
        changes.of(tx, viewer, entry, _ -> true).forEach(shown::addChanges);
      response.addEntries(shown);
    }
    return response.build();
  }

  /** A tenant's caller sees some of it, if its actions include it; whoever else needs all. */
  private void requireSome(RequestContext context) {
    var principal = context.principal();
    if (principal.isAdministrator() || !principal.actions().include(ACTION))
      policy.requireOnAll(context, ACTION);
  }

  @Override
  public void verifyAudit(VerifyAuditRequest request, StreamObserver<VerifyAuditResponse> out) {
    calls.outside(
        out,
        any -> {
          policy.requireOnAll(calls.context(), ACTION);
          refused.write();
          var verdict =
              verify.verify(
                  AuditProto.number(request.getFromNumber(), "from_number"),
                  AuditProto.number(request.getToNumber(), "to_number"));
          return AuditProto.of(verdict, store.read(ReadTx::revision));
        });
  }

  @Override
  public void exportAudit(ExportAuditRequest request, StreamObserver<ExportAuditResponse> out) {
    var stream = (ServerCallStreamObserver<ExportAuditResponse>) out;
    long from;
    try {
      policy.requireOnAll(calls.context(), ACTION);
      from = AuditProto.number(request.getFromNumber(), "from_number");
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
      return;
    }
    // Before this returns, or gRPC takes no handlers any more.
    var reader = new PatientReader<>(stream, "The audit");
    var _ =
        Thread.ofVirtual()
            .name("postern-audit-export")
            .start(Context.current().wrap(() -> export(request, from, stream, reader)));
  }

  private void export(
      ExportAuditRequest request,
      long from,
      ServerCallStreamObserver<ExportAuditResponse> stream,
      PatientReader<ExportAuditResponse> reader) {
    try {
      refused.write();
      freshness.await(request.getConsistency(), store.log().progress());
      var revision = store.read(ReadTx::revision);
      var last = store.read(tx -> tx.audit().last());
      var before = store.read(tx -> tx.audit().markBefore(from));
      reader.send(ExportAuditResponse.newBuilder().setBefore(AuditProto.of(before)).build());
      for (long sent = before.number(); sent < last.number(); ) {
        var part = part(sent, last);
        // What is missing at the end shows by the last message.
        if (part.getEntriesCount() == 0) break;
        reader.send(part);
        sent = part.getEntries(part.getEntriesCount() - 1).getNumber();
      }
      reader.send(
          ExportAuditResponse.newBuilder()
              .setLast(AuditProto.of(last))
              .setRevisionToken(revision.token())
              .build());
      stream.onCompleted();
    } catch (RuntimeException e) {
      if (!stream.isCancelled()) stream.onError(ErrorMapper.map(e));
    }
  }

  private ExportAuditResponse part(long after, AuditMark last) {
    var part = ExportAuditResponse.newBuilder();
    store.read(tx -> tx.audit().after(after, PART)).stream()
        .filter(entry -> entry.number() <= last.number())
        .map(AuditProto::of)
        .forEach(part::addEntries);
    return part.build();
  }
}
