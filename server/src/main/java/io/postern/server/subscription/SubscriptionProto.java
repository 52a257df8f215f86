package io.postern.server.subscription;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.ProvenDomain;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.Quota.CountedPer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Between the API's subscriptions and the model's. */
final class SubscriptionProto {
  private SubscriptionProto() {}

  static io.postern.v1.Subscription of(ReadTx tx, Subscription subscription) {
    var message =
        io.postern.v1.Subscription.newBuilder()
            .setName(subscription.name().text())
            .setUid(subscription.meta().uid())
            .setEtag(subscription.meta().etag())
            .setCreateTime(timestamp(subscription.meta().createTime()))
            .setUpdateTime(timestamp(subscription.meta().updateTime()))
            .putAllTags(subscription.tags())
            .setTenant(subscription.tenant())
            .setDisplayName(subscription.displayName())
            .addAllRegisteredProviders(subscription.registeredProviders())
            .setDomainToken(subscription.domainToken());
    for (var proven : subscription.provenDomains()) message.addProvenDomains(domain(proven));
    for (var quota : Quota.values()) message.addQuotas(quota(tx, subscription, quota));
    return message.build();
  }

  static io.postern.v1.Quota quota(ReadTx tx, Subscription subscription, Quota quota) {
    var message =
        io.postern.v1.Quota.newBuilder()
            .setName(quota.id())
            .setLimit(quota.limit(subscription))
            .setUnit(quota.per() == Quota.Per.MINUTE ? "CountPerMinute" : "Count")
            .setCountedPer(countedPer(quota.per()));
    // What is counted per network or zone has no single use within the subscription.
    if (quota.per() == Quota.Per.SUBSCRIPTION) message.setUsed(used(tx, subscription, quota));
    return message.build();
  }

  private static long used(ReadTx tx, Subscription subscription, Quota quota) {
    return quota == Quota.PROVEN_DOMAINS
        ? subscription.provenDomains().size()
        : tx.count(quota.within(subscription.name()));
  }

  private static io.postern.v1.ProvenDomain domain(ProvenDomain proven) {
    return io.postern.v1.ProvenDomain.newBuilder()
        .setDomain(proven.domain())
        .setProvenTime(timestamp(proven.time()))
        .setVouched(proven.vouched())
        .build();
  }

  private static CountedPer countedPer(Quota.Per per) {
    return switch (per) {
      case SUBSCRIPTION -> CountedPer.COUNTED_PER_SUBSCRIPTION;
      case REGION -> CountedPer.COUNTED_PER_REGION;
      case VIRTUAL_NETWORK -> CountedPer.COUNTED_PER_VIRTUAL_NETWORK;
      case PEERED_NETWORKS -> CountedPer.COUNTED_PER_PEERED_NETWORKS;
      case LOAD_BALANCER -> CountedPer.COUNTED_PER_LOAD_BALANCER;
      case PRIVATE_LINK_SERVICE -> CountedPer.COUNTED_PER_PRIVATE_LINK_SERVICE;
      case PRIVATE_LINK_RESOURCE -> CountedPer.COUNTED_PER_PRIVATE_LINK_RESOURCE;
      case PRIVATE_DNS_ZONE -> CountedPer.COUNTED_PER_PRIVATE_DNS_ZONE;
      case PRIVATE_DNS_ZONE_GROUP -> CountedPer.COUNTED_PER_PRIVATE_DNS_ZONE_GROUP;
      case RECORD_SET -> CountedPer.COUNTED_PER_RECORD_SET;
      case APPLICATION_SECURITY_GROUP -> CountedPer.COUNTED_PER_APPLICATION_SECURITY_GROUP;
      case NETWORK_SECURITY_GROUP -> CountedPer.COUNTED_PER_NETWORK_SECURITY_GROUP;
      case DNS_FORWARDING_RULESET -> CountedPer.COUNTED_PER_DNS_FORWARDING_RULESET;
      case DNS_FORWARDING_RULE -> CountedPer.COUNTED_PER_DNS_FORWARDING_RULE;
      case MINUTE -> CountedPer.COUNTED_PER_MINUTE;
    };
  }

  /** A new subscription from a request. */
  static Subscription model(ResourceName name, io.postern.v1.Subscription message) {
    return model(name, Meta.NEW, message, new TreeSet<>(), List.of(), Map.of());
  }

  /** A changed subscription: providers, domains and limits move by their own calls. */
  static Subscription model(Subscription current, io.postern.v1.Subscription message) {
    return model(
        current.name(),
        current.meta(),
        message,
        current.registeredProviders(),
        current.provenDomains(),
        current.limits());
  }

  private static Subscription model(
      ResourceName name,
      Meta meta,
      io.postern.v1.Subscription message,
      java.util.SortedSet<String> providers,
      List<ProvenDomain> domains,
      Map<String, Long> limits) {
    return new Subscription(
        name,
        meta,
        Protos.required(message.getTenant(), "subscription.tenant"),
        message.getDisplayName(),
        providers,
        domains,
        limits,
        Protos.tags(message.getTagsMap(), "subscription.tags"));
  }
}
