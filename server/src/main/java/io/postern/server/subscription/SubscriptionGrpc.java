package io.postern.server.subscription;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.CreateSubscriptionResponse;
import io.postern.v1.DeleteSubscriptionRequest;
import io.postern.v1.DeleteSubscriptionResponse;
import io.postern.v1.ForgetDomainRequest;
import io.postern.v1.ForgetDomainResponse;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.GetSubscriptionResponse;
import io.postern.v1.ListQuotasRequest;
import io.postern.v1.ListQuotasResponse;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.ListSubscriptionsResponse;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.RegisterProviderResponse;
import io.postern.v1.SubscriptionServiceGrpc.SubscriptionServiceImplBase;
import io.postern.v1.UnregisterProviderRequest;
import io.postern.v1.UnregisterProviderResponse;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateQuotaResponse;
import io.postern.v1.UpdateSubscriptionRequest;
import io.postern.v1.UpdateSubscriptionResponse;
import io.postern.v1.VerifyDomainRequest;
import io.postern.v1.VerifyDomainResponse;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.BiFunction;

/** Subscriptions over gRPC. */
final class SubscriptionGrpc extends SubscriptionServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Subscriptions useCases;
  private final DomainsGrpc domains;
  private final StandardMethods<Subscription, io.postern.v1.Subscription> subscriptions;

  @Inject
  SubscriptionGrpc(Calls calls, ResourceReads reads, Subscriptions useCases, DomainsGrpc domains) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
    this.domains = domains;
    this.subscriptions =
        new StandardMethods<>(
            Subscription.KIND,
            "subscription",
            reads,
            useCases,
            SubscriptionProto::of,
            SubscriptionProto::model,
            SubscriptionProto::model);
  }

  @Override
  public void createSubscription(
      CreateSubscriptionRequest request, StreamObserver<CreateSubscriptionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subscriptions.create(() -> newName(request), request.getSubscription()),
        shown -> CreateSubscriptionResponse.newBuilder().setSubscription(shown).build());
  }

  private static ResourceName newName(CreateSubscriptionRequest request) {
    var id = Protos.required(request.getSubscriptionId(), "subscription_id");
    return Subscription.KIND.parse("subscriptions/" + id, "subscription_id");
  }

  @Override
  public void getSubscription(
      GetSubscriptionRequest request, StreamObserver<GetSubscriptionResponse> out) {
    calls.read(
        request,
        out,
        subscriptions.get(request.getName()),
        shown -> GetSubscriptionResponse.newBuilder().setSubscription(shown).build());
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> out) {
    calls.read(
        request,
        out,
        subscriptions.list("", request.getPageSize(), request.getPageToken()),
        page ->
            ListSubscriptionsResponse.newBuilder()
                .addAllSubscriptions(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateSubscription(
      UpdateSubscriptionRequest request, StreamObserver<UpdateSubscriptionResponse> out) {
    var wanted = request.getSubscription();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subscriptions.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateSubscriptionResponse.newBuilder().setSubscription(shown).build());
  }

  @Override
  public void deleteSubscription(
      DeleteSubscriptionRequest request, StreamObserver<DeleteSubscriptionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subscriptions.delete(
            request.getName(), request.getEtag(), DeleteSubscriptionResponse.getDefaultInstance()));
  }

  @Override
  public void registerProvider(
      RegisterProviderRequest request, StreamObserver<RegisterProviderResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        register(request.getName(), request.getEtag(), request.getProvider(), true),
        shown -> RegisterProviderResponse.newBuilder().setSubscription(shown).build());
  }

  @Override
  public void unregisterProvider(
      UnregisterProviderRequest request, StreamObserver<UnregisterProviderResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        register(request.getName(), request.getEtag(), request.getProvider(), false),
        shown -> UnregisterProviderResponse.newBuilder().setSubscription(shown).build());
  }

  private BiFunction<WriteTx, RequestContext, io.postern.v1.Subscription> register(
      String name, String etag, String provider, boolean registered) {
    return (tx, context) ->
        SubscriptionProto.of(
            tx, useCases.register(tx, context, name(name), etag, provider, registered));
  }

  @Override
  public void verifyDomain(VerifyDomainRequest request, StreamObserver<VerifyDomainResponse> out) {
    domains.verify(request, out);
  }

  @Override
  public void forgetDomain(ForgetDomainRequest request, StreamObserver<ForgetDomainResponse> out) {
    domains.forget(request, out);
  }

  @Override
  public void listQuotas(ListQuotasRequest request, StreamObserver<ListQuotasResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var subscription = reads.get(tx, context, Subscription.KIND, request.getParent());
          var response = ListQuotasResponse.newBuilder();
          for (var quota : Quota.values())
            response.addQuotas(SubscriptionProto.quota(tx, subscription, quota));
          return response.build();
        });
  }

  @Override
  public void updateQuota(UpdateQuotaRequest request, StreamObserver<UpdateQuotaResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var quota =
              Quota.named(request.getQuota()).orElseThrow(() -> unknownQuota(request.getQuota()));
          var updated =
              useCases.limit(
                  tx,
                  context,
                  name(request.getName()),
                  request.getEtag(),
                  quota,
                  limit(request, quota));
          return UpdateQuotaResponse.newBuilder()
              .setQuota(SubscriptionProto.quota(tx, updated, quota))
              .build();
        });
  }

  private static Optional<Long> limit(UpdateQuotaRequest request, Quota quota) {
    return switch (request.getChangeCase()) {
      case LIMIT -> {
        if (request.getLimit() < 0)
          throw ControlException.invalid(
              Reason.INVALID_FIELD, "limit", "A quota's limit is 0 or more.");
        if (request.getLimit() > quota.most())
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              "limit",
              "The quota " + quota.id() + " can be set to " + quota.most() + " at most.");
        yield Optional.of(request.getLimit());
      }
      case RESET_TO_DEFAULT -> Optional.empty();
      case CHANGE_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD, "limit", "Give the new limit, or reset_to_default.");
    };
  }

  private static ControlException unknownQuota(String name) {
    return ControlException.invalid(
        Reason.INVALID_FIELD,
        "quota",
        "There is no quota '" + name + "'; ListQuotas names them all.");
  }

  private static ResourceName name(String text) {
    return Subscription.KIND.parse(text, "name");
  }
}
