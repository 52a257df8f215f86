package io.postern.server.subscription;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.ProvenDomain;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.subscription.model.TextRecords;
import io.postern.v1.ForgetDomainRequest;
import io.postern.v1.ForgetDomainResponse;
import io.postern.v1.VerifyDomainRequest;
import io.postern.v1.VerifyDomainResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The domains of subscriptions over gRPC; a part of {@link SubscriptionGrpc}. */
final class DomainsGrpc {
  private final Calls calls;
  private final Domains domains;
  private final TextRecords records;

  @Inject
  DomainsGrpc(Calls calls, Domains domains, TextRecords records) {
    this.calls = calls;
    this.domains = domains;
    this.records = records;
  }

  /** DNS is asked first, and what it said goes into the write: nothing waits for it in there. */
  void verify(VerifyDomainRequest request, StreamObserver<VerifyDomainResponse> out) {
    calls.outside(
        out,
        store -> {
          var name = Subscription.KIND.parse(request.getName(), "name");
          var domain = ProvenDomain.parse(request.getDomain(), "domain");
          var texts =
              request.getVouch() ? Optional.<List<String>>empty() : texts(store, name, domain);
          return calls.write(
              request,
              new WriteOptions(request.getRequestId(), request.getValidateOnly()),
              (tx, context) -> {
                var updated =
                    request.getVouch()
                        ? domains.vouch(tx, context, name, request.getEtag(), domain)
                        : domains.verify(tx, context, name, request.getEtag(), domain, texts);
                return VerifyDomainResponse.newBuilder()
                    .setSubscription(SubscriptionProto.of(tx, updated))
                    .build();
              });
        });
  }

  private Optional<List<String>> texts(Store store, ResourceName name, String domain) {
    var context = calls.context();
    return records.at(store.read(tx -> domains.challenge(tx, context, name, domain)).record());
  }

  void forget(ForgetDomainRequest request, StreamObserver<ForgetDomainResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var updated =
              domains.forget(
                  tx,
                  context,
                  Subscription.KIND.parse(request.getName(), "name"),
                  request.getEtag(),
                  ProvenDomain.parse(request.getDomain(), "domain"));
          return ForgetDomainResponse.newBuilder()
              .setSubscription(SubscriptionProto.of(tx, updated))
              .build();
        });
  }
}
