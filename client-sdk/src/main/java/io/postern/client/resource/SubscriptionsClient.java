package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ForgetDomainRequest;
import io.postern.v1.ListQuotasRequest;
import io.postern.v1.Quota;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UnregisterProviderRequest;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.VerifyDomainRequest;
import java.util.Optional;

/** Subscriptions, their registered providers and their quotas. */
public final class SubscriptionsClient extends ResourceClient<Subscription> {
  private static final ResourceMethods<Subscription> METHODS =
      new ResourceMethods<>(
          SubscriptionServiceGrpc.getServiceDescriptor(), Subscription.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public SubscriptionsClient(Caller caller) {
    super(caller, METHODS);
  }

  /** Creates a subscription, which has no parent. */
  public Written<Subscription> create(String id, Subscription value) {
    return create("", id, value);
  }

  /** Lists all subscriptions the caller may see. */
  public Listing<Subscription> list() {
    return list("");
  }

  /** Registers a provider: {@link #registerProvider(String, String, WriteOptions)} as usual. */
  public Written<Subscription> registerProvider(String name, String provider) {
    return registerProvider(name, provider, WriteOptions.DEFAULT);
  }

  /**
   * Registers a resource provider, which a subscription needs before it can have or be asked for
   * private endpoints. Registering again changes nothing.
   *
   * @param name the subscription, {@code subscriptions/{subscription}}
   * @param provider the provider, such as {@code Microsoft.Network}
   */
  public Written<Subscription> registerProvider(
      String name, String provider, WriteOptions options) {
    var request =
        RegisterProviderRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setProvider(provider)
            .build();
    var answer =
        caller.write(SubscriptionServiceGrpc.getRegisterProviderMethod(), request, options);
    return new Written<>(
        answer.getSubscription(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /**
   * Takes the registration of a provider back. What exists keeps working; new private endpoints are
   * refused. Taking back what is not registered changes nothing.
   */
  public Written<Subscription> unregisterProvider(
      String name, String provider, WriteOptions options) {
    var request =
        UnregisterProviderRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setProvider(provider)
            .build();
    var answer =
        caller.write(SubscriptionServiceGrpc.getUnregisterProviderMethod(), request, options);
    return new Written<>(
        answer.getSubscription(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /**
   * Proves a domain to be the subscription's, by the TXT record {@code _postern-challenge.{domain}}
   * with {@link Subscription#getDomainToken()} in public DNS. Without the record it is refused with
   * {@code PUBLIC_NAME_NOT_PROVEN}, whose metadata says what to publish.
   *
   * @param domain the domain, such as {@code contoso.com}
   */
  public Written<Subscription> verifyDomain(String name, String domain, WriteOptions options) {
    return verifyDomain(name, domain, false, options);
  }

  /**
   * Takes a domain as the subscription's without asking DNS. Only for an administrator of the
   * server; for others it is refused with {@code AUTHORIZATION_FAILED}.
   */
  public Written<Subscription> vouchForDomain(String name, String domain, WriteOptions options) {
    return verifyDomain(name, domain, true, options);
  }

  private Written<Subscription> verifyDomain(
      String name, String domain, boolean vouch, WriteOptions options) {
    var request =
        VerifyDomainRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setDomain(domain)
            .setVouch(vouch)
            .build();
    var answer = caller.write(SubscriptionServiceGrpc.getVerifyDomainMethod(), request, options);
    return new Written<>(
        answer.getSubscription(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /**
   * Takes a proven domain back. Names that exist there stay; new ones are refused where proofs are
   * required. Taking back what is not proven changes nothing.
   */
  public Written<Subscription> forgetDomain(String name, String domain, WriteOptions options) {
    var request =
        ForgetDomainRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setDomain(domain)
            .build();
    var answer = caller.write(SubscriptionServiceGrpc.getForgetDomainMethod(), request, options);
    return new Written<>(
        answer.getSubscription(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /** Lists the quotas of a subscription with their limits and what is used of them. */
  public Listing<Quota> quotas(String name) {
    return new Listing<>(pageToken -> {
      var request = ListQuotasRequest.newBuilder().setParent(name).setPageToken(pageToken).build();
      var answer = caller.read(SubscriptionServiceGrpc.getListQuotasMethod(), request);
      return new Page<>(
          answer.getQuotasList(), answer.getNextPageToken(), answer.getRevisionToken());
    });
  }

  /**
   * Sets the limit of a quota.
   *
   * @param quota the name of the quota, such as {@code privateEndpoints}
   * @param limit the new limit, 0 or more, in the unit of the quota
   */
  public Written<Quota> setQuota(String name, String quota, long limit, WriteOptions options) {
    return updateQuota(quotaRequest(name, quota, options).setLimit(limit).build(), options);
  }

  /** Sets the limit of a quota back to its default. */
  public Written<Quota> resetQuota(String name, String quota, WriteOptions options) {
    return updateQuota(quotaRequest(name, quota, options).setResetToDefault(true).build(), options);
  }

  private static UpdateQuotaRequest.Builder quotaRequest(
      String name, String quota, WriteOptions options) {
    return UpdateQuotaRequest.newBuilder()
        .setName(name)
        .setEtag(options.etag())
        .setRequestId(options.requestIdOrNew())
        .setValidateOnly(options.validateOnly())
        .setQuota(quota);
  }

  private Written<Quota> updateQuota(UpdateQuotaRequest request, WriteOptions options) {
    var answer = caller.write(SubscriptionServiceGrpc.getUpdateQuotaMethod(), request, options);
    return new Written<>(
        answer.getQuota(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }
}
