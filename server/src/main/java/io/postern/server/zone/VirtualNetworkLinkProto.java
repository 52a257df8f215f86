package io.postern.server.zone;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;

/** Between the API's virtual-network links and the model's. */
final class VirtualNetworkLinkProto {
  private static final String FIELD = "virtual_network_link.";

  private VirtualNetworkLinkProto() {}

  /** A link that can be read is complete: writes are answered when DNS has them. */
  static io.postern.v1.VirtualNetworkLink of(VirtualNetworkLink link) {
    return io.postern.v1.VirtualNetworkLink.newBuilder()
        .setName(link.name().text())
        .setUid(link.meta().uid())
        .setEtag(link.meta().etag())
        .setCreateTime(timestamp(link.meta().createTime()))
        .setUpdateTime(timestamp(link.meta().updateTime()))
        .putAllTags(link.tags())
        .setVirtualNetwork(link.virtualNetwork().text())
        .setRegistrationEnabled(link.registrationEnabled())
        .setResolutionPolicy(policy(link.resolutionPolicy()))
        .setState(io.postern.v1.VirtualNetworkLink.State.STATE_COMPLETED)
        .build();
  }

  private static io.postern.v1.VirtualNetworkLink.ResolutionPolicy policy(ResolutionPolicy policy) {
    return switch (policy) {
      case DEFAULT -> io.postern.v1.VirtualNetworkLink.ResolutionPolicy.RESOLUTION_POLICY_DEFAULT;
      case NX_DOMAIN_REDIRECT ->
          io.postern.v1.VirtualNetworkLink.ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT;
    };
  }

  static VirtualNetworkLink model(
      ResourceName name, Meta meta, io.postern.v1.VirtualNetworkLink message) {
    var network = FIELD + "virtual_network";
    return new VirtualNetworkLink(
        name,
        meta,
        VirtualNetwork.KIND.parse(Protos.required(message.getVirtualNetwork(), network), network),
        message.getRegistrationEnabled(),
        policy(name, message),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static ResolutionPolicy policy(
      ResourceName name, io.postern.v1.VirtualNetworkLink message) {
    return switch (Protos.known(message.getResolutionPolicy(), FIELD + "resolution_policy")) {
      case RESOLUTION_POLICY_UNSPECIFIED ->
          ResolutionPolicy.standard(PrivateDnsZone.apex(name.parent()));
      case RESOLUTION_POLICY_DEFAULT -> ResolutionPolicy.DEFAULT;
      case RESOLUTION_POLICY_NX_DOMAIN_REDIRECT -> ResolutionPolicy.NX_DOMAIN_REDIRECT;
      case UNRECOGNIZED -> throw new IllegalStateException("refused above");
    };
  }
}
