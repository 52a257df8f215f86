package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.NetworkInterface.IpConfiguration;

final class NetworkInterfaceDocument implements Document<NetworkInterface> {
  @Override
  public Kind<NetworkInterface> kind() {
    return NetworkInterface.KIND;
  }

  @Override
  public void write(NetworkInterface networkInterface, JsonOut body) {
    body.text("region", networkInterface.region())
        .text("subnet", networkInterface.subnet())
        .text("owner", networkInterface.owner())
        .objects(
            "ipConfigurations",
            networkInterface.ipConfigurations(),
            NetworkInterfaceDocument::write);
  }

  private static void write(IpConfiguration configuration, JsonOut body) {
    body.text("name", configuration.name())
        .text("groupId", configuration.groupId())
        .text("memberName", configuration.memberName())
        .text("address", configuration.address())
        .flag("primary", configuration.primary())
        .texts("fqdns", configuration.fqdns());
  }

  @Override
  public NetworkInterface read(ResourceName name, Meta meta, JsonIn body) {
    return new NetworkInterface(
        name,
        meta,
        body.text("region"),
        body.name("subnet"),
        body.name("owner"),
        body.objects("ipConfigurations", NetworkInterfaceDocument::configuration));
  }

  private static IpConfiguration configuration(JsonIn body) {
    return new IpConfiguration(
        body.text("name"),
        body.text("groupId"),
        body.text("memberName"),
        body.as("address", IpAddress::of),
        body.flag("primary"),
        body.texts("fqdns"));
  }
}
