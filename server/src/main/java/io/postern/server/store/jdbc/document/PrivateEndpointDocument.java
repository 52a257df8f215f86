package io.postern.server.store.jdbc.document;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;

final class PrivateEndpointDocument implements Document<PrivateEndpoint> {
  @Override
  public Kind<PrivateEndpoint> kind() {
    return PrivateEndpoint.KIND;
  }

  @Override
  public void write(PrivateEndpoint endpoint, JsonOut body) {
    body.text("region", endpoint.region())
        .text("subnet", endpoint.subnet())
        .text("target", endpoint.target())
        .text("alias", endpoint.alias())
        .text("connectionName", endpoint.connectionName())
        .texts("groupIds", endpoint.groupIds())
        .text("requestMessage", endpoint.requestMessage())
        .flag("manual", endpoint.manual())
        .text("managedBy", endpoint.managedBy())
        .objects("wantedAddresses", endpoint.wantedAddresses(), PrivateEndpointDocument::wanted)
        .text("customNetworkInterfaceName", endpoint.customNetworkInterfaceName())
        .texts("applicationSecurityGroups", endpoint.applicationSecurityGroups())
        .text("ipVersions", endpoint.ipVersions())
        .objects("members", endpoint.members(), PrivateEndpointDocument::member)
        .text("networkInterface", endpoint.networkInterface())
        .object("connection", endpoint.connection(), PrivateEndpointDocument::connection)
        .map("tags", endpoint.tags());
  }

  private static void wanted(WantedAddress address, JsonOut out) {
    out.text("name", address.name())
        .text("groupId", address.groupId())
        .text("memberName", address.memberName())
        .text("address", address.address());
  }

  private static void member(EndpointMember member, JsonOut out) {
    out.text("groupId", member.groupId())
        .text("memberName", member.memberName())
        .texts("addresses", member.addresses())
        .objects("names", member.names(), LinkDocuments::memberName);
  }

  private static void connection(ConnectionSummary connection, JsonOut out) {
    out.text("name", connection.name())
        .text("state", connection.state())
        .text("description", connection.description())
        .text("action", connection.action())
        .flag("suspended", connection.suspended())
        .number("linkIdentifier", connection.linkIdentifier());
  }

  @Override
  public PrivateEndpoint read(ResourceName name, Meta meta, JsonIn body) {
    return new PrivateEndpoint(
        name,
        meta,
        body.text("region"),
        body.name("subnet"),
        body.name("target"),
        body.optional("alias"),
        body.text("connectionName"),
        body.texts("groupIds"),
        body.text("requestMessage"),
        body.flag("manual"),
        body.text("managedBy"),
        body.objects("wantedAddresses", PrivateEndpointDocument::wanted),
        body.text("customNetworkInterfaceName"),
        body.texts("applicationSecurityGroups", ResourceName::of),
        body.constant("ipVersions", IpVersions.IPV4),
        body.objects("members", PrivateEndpointDocument::member),
        body.name("networkInterface"),
        body.object("connection", PrivateEndpointDocument::connection),
        body.map("tags"));
  }

  private static WantedAddress wanted(JsonIn in) {
    return new WantedAddress(
        in.text("name"),
        in.text("groupId"),
        in.text("memberName"),
        in.as("address", IpAddress::of));
  }

  private static EndpointMember member(JsonIn in) {
    return new EndpointMember(
        in.text("groupId"),
        in.text("memberName"),
        in.texts("addresses", IpAddress::of),
        in.objects("names", LinkDocuments::memberName));
  }

  private static ConnectionSummary connection(JsonIn in) {
    return new ConnectionSummary(
        in.name("name"),
        in.constant("state", Label.PENDING),
        in.text("description"),
        in.constant("action", ActionCode.NONE),
        in.flag("suspended"),
        (int) in.number("linkIdentifier"));
  }
}
