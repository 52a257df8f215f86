package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * All stored forms. Turns resources into the text of their rows and back. Safe for use by many
 * threads.
 */
public final class Documents {
  private static final List<Document<?>> ALL =
      List.of(
          new SubscriptionDocument(),
          new VirtualNetworkDocument(),
          new SubnetDocument(),
          new PeeringDocument(),
          new NetworkInterfaceDocument(),
          new LoadBalancerDocument(),
          new PrivateLinkResourceDocument(),
          new PrivateLinkServiceDocument(),
          new ConnectionDocument(),
          new PrivateEndpointDocument(),
          new PrivateDnsZoneDocument(),
          new RecordSetDocument(),
          new VirtualNetworkLinkDocument(),
          new ZoneGroupDocument(),
          new ResourceTypeDocument(),
          new NetworkSecurityGroupDocument(),
          new RouteTableDocument(),
          new ApplicationSecurityGroupDocument(),
          new VirtualNetworkGatewayDocument(),
          new OnPremisesNetworkDocument(),
          new ForwardingRulesetDocument(),
          new WebhookDocument(),
          new RoleDefinitionDocument(),
          new RoleAssignmentDocument(),
          new DenyAssignmentDocument(),
          new ResourceLockDocument(),
          new ApiTokenDocument());

  private static final List<? extends Kind<?>> KINDS = ALL.stream().map(Document::kind).toList();

  private final JsonMapper mapper = new JsonMapper();
  private final Map<String, Document<?>> byKind =
      ALL.stream().collect(Collectors.toMap(document -> document.kind().id(), Function.identity()));

  /** Every kind that can be stored. */
  public static List<? extends Kind<?>> kinds() {
    return KINDS;
  }

  public String text(Resource resource) {
    var meta = resource.meta();
    var envelope =
        JsonOut.create()
            .text("name", resource.name())
            .text("uid", meta.uid())
            .number("created", meta.created().number())
            .number("updated", meta.updated().number())
            .text("createTime", meta.createTime())
            .text("updateTime", meta.updateTime());
    envelope.node().set("body", body(resource).node());
    return mapper.writeValueAsString(envelope.node());
  }

  public Resource read(String kind, String text) {
    var envelope = new JsonIn(mapper.readTree(text));
    var meta =
        new Meta(
            envelope.text("uid"),
            new Revision(envelope.number("created")),
            new Revision(envelope.number("updated")),
            envelope.as("createTime", StoredTime::parse),
            envelope.as("updateTime", StoredTime::parse));
    return envelope.object("body", body -> document(kind).read(envelope.name("name"), meta, body));
  }

  public <T extends Resource> T read(Kind<T> kind, String text) {
    return kind.type().cast(read(kind.id(), text));
  }

  private JsonOut body(Resource resource) {
    var out = JsonOut.create();
    write(document(resource.kind().id()), resource, out);
    return out;
  }

  private static <T extends Resource> void write(
      Document<T> document, Resource resource, JsonOut out) {
    document.write(document.kind().type().cast(resource), out);
  }

  private Document<?> document(String kind) {
    var document = byKind.get(kind);
    if (document == null)
      throw new IllegalStateException("No stored form for the kind '" + kind + "'.");
    return document;
  }
}
