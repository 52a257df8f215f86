package io.postern.server.zone;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.PrivateDnsZone.Counters;
import io.postern.v1.ProvisioningState;

/** Between the API's private DNS zones and the model's. */
final class PrivateDnsZoneProto {
  private PrivateDnsZoneProto() {}

  static io.postern.v1.PrivateDnsZone of(ReadTx tx, PrivateDnsZone zone) {
    return io.postern.v1.PrivateDnsZone.newBuilder()
        .setName(zone.name().text())
        .setUid(zone.meta().uid())
        .setEtag(zone.meta().etag())
        .setCreateTime(timestamp(zone.meta().createTime()))
        .setUpdateTime(timestamp(zone.meta().updateTime()))
        .putAllTags(zone.tags())
        .setSoa(SoaProto.of(zone))
        .setClaimPolicy(claimPolicy(zone.claimPolicy()))
        .setCounters(counters(tx, zone))
        .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED)
        .build();
  }

  private static io.postern.v1.PrivateDnsZone.ClaimPolicy claimPolicy(ClaimPolicy policy) {
    return switch (policy) {
      case PER_VNET -> io.postern.v1.PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_PER_VNET;
      case FIRST_WINS -> io.postern.v1.PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_FIRST_WINS;
      case ALL -> io.postern.v1.PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_ALL;
      case ERROR -> io.postern.v1.PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_ERROR;
    };
  }

  /** None when the subscription is gone: a watch may show a zone as it was before. */
  private static Counters counters(ReadTx tx, PrivateDnsZone zone) {
    return zone.name()
        .subscription()
        .flatMap(name -> tx.find(Subscription.KIND, name))
        .map(subscription -> counters(tx, zone, subscription))
        .orElse(Counters.getDefaultInstance());
  }

  private static Counters counters(ReadTx tx, PrivateDnsZone zone, Subscription subscription) {
    return Counters.newBuilder()
        .setRecordSets((int) RecordSetReads.count(tx, zone))
        .setMaxRecordSets(max(Quota.RECORD_SETS_PER_ZONE, subscription))
        .setVirtualNetworkLinks(used(tx, Quota.VIRTUAL_NETWORK_LINKS_PER_ZONE, zone))
        .setMaxVirtualNetworkLinks(max(Quota.VIRTUAL_NETWORK_LINKS_PER_ZONE, subscription))
        .setRegistrationLinks(used(tx, Quota.REGISTRATION_LINKS_PER_ZONE, zone))
        .setMaxRegistrationLinks(max(Quota.REGISTRATION_LINKS_PER_ZONE, subscription))
        .build();
  }

  private static int used(ReadTx tx, Quota quota, PrivateDnsZone zone) {
    return (int) tx.count(quota.within(zone.name()));
  }

  /** A limit may be set to more than the API's number holds. */
  private static int max(Quota quota, Subscription subscription) {
    return (int) Math.min(quota.limit(subscription), Integer.MAX_VALUE);
  }

  static PrivateDnsZone model(ResourceName name, Meta meta, io.postern.v1.PrivateDnsZone message) {
    return new PrivateDnsZone(
        name,
        meta,
        SoaProto.model(PrivateDnsZone.apex(name), message.getSoa(), "private_dns_zone.soa"),
        claimPolicy(message),
        Protos.tags(message.getTagsMap(), "private_dns_zone.tags"));
  }

  private static ClaimPolicy claimPolicy(io.postern.v1.PrivateDnsZone message) {
    var field = "private_dns_zone.claim_policy";
    return switch (Protos.known(message.getClaimPolicy(), field)) {
      case CLAIM_POLICY_UNSPECIFIED, CLAIM_POLICY_PER_VNET -> ClaimPolicy.PER_VNET;
      case CLAIM_POLICY_FIRST_WINS -> ClaimPolicy.FIRST_WINS;
      case CLAIM_POLICY_ALL -> ClaimPolicy.ALL;
      case CLAIM_POLICY_ERROR -> ClaimPolicy.ERROR;
      case UNRECOGNIZED -> throw new IllegalStateException("refused above");
    };
  }
}
