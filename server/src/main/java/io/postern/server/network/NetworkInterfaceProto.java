package io.postern.server.network;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.network.model.NetworkInterface;
import io.postern.v1.IpVersion;

/** From the model's network interfaces to the API's; there is no way back. */
final class NetworkInterfaceProto {
  private NetworkInterfaceProto() {}

  static io.postern.v1.NetworkInterface of(NetworkInterface networkInterface) {
    var message =
        io.postern.v1.NetworkInterface.newBuilder()
            .setName(networkInterface.name().text())
            .setUid(networkInterface.meta().uid())
            .setEtag(networkInterface.meta().etag())
            .setCreateTime(timestamp(networkInterface.meta().createTime()))
            .setUpdateTime(timestamp(networkInterface.meta().updateTime()))
            .setRegion(networkInterface.region())
            .setSubnet(networkInterface.subnet().text());
    var owner = networkInterface.owner().text();
    if (networkInterface.belongsToEndpoint()) message.setPrivateEndpoint(owner);
    else message.setPrivateLinkService(owner);
    for (var configuration : networkInterface.ipConfigurations())
      message.addIpConfigurations(of(configuration));
    return message.build();
  }

  private static io.postern.v1.NetworkInterface.IpConfiguration of(
      NetworkInterface.IpConfiguration configuration) {
    return io.postern.v1.NetworkInterface.IpConfiguration.newBuilder()
        .setName(configuration.name())
        .setGroupId(configuration.groupId())
        .setMemberName(configuration.memberName())
        .setPrivateIpAddress(configuration.address().toString())
        .setIpVersion(
            configuration.address().isV4() ? IpVersion.IP_VERSION_IPV4 : IpVersion.IP_VERSION_IPV6)
        .setPrimary(configuration.primary())
        .addAllFqdns(configuration.fqdns())
        .build();
  }
}
