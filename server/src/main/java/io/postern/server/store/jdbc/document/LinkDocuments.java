package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.ConnectionPolicy.Breadth;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.PrivateLinkService.Frontend;
import io.postern.server.link.model.PrivateLinkService.NatAddress;
import io.postern.server.link.model.PublicRecord;

/** The stored parts that private-link resources and private link services share. */
final class LinkDocuments {
  private LinkDocuments() {}

  static void policy(ConnectionPolicy policy, JsonOut out) {
    out.objects("acceptList", policy.acceptList(), LinkDocuments::consumer)
        .objects("rejectList", policy.rejectList(), LinkDocuments::consumer)
        .flag("reconcile", policy.reconcile())
        .duration("pendingTtl", policy.pendingTtl())
        .flag("rejectIsFinal", policy.rejectIsFinal());
  }

  static ConnectionPolicy policy(JsonIn in) {
    return new ConnectionPolicy(
        in.objects("acceptList", LinkDocuments::consumer),
        in.objects("rejectList", LinkDocuments::consumer),
        in.flag("reconcile"),
        in.duration("pendingTtl"),
        in.flag("rejectIsFinal"));
  }

  private static void consumer(Consumer consumer, JsonOut out) {
    out.text("breadth", consumer.breadth())
        .text("id", consumer.id())
        .number("connectionLimit", consumer.connectionLimit());
  }

  private static Consumer consumer(JsonIn in) {
    return new Consumer(
        in.constant("breadth", Breadth.TENANT), in.text("id"), (int) in.number("connectionLimit"));
  }

  static void member(Member member, JsonOut out) {
    out.text("groupId", member.groupId())
        .text("memberName", member.memberName())
        .objects("names", member.names(), LinkDocuments::memberName)
        .texts("zones", member.zones());
  }

  static Member member(JsonIn in) {
    return new Member(
        in.text("groupId"),
        in.text("memberName"),
        in.objects("names", LinkDocuments::memberName),
        in.texts("zones"));
  }

  static void memberName(MemberName name, JsonOut out) {
    out.text("fqdn", name.fqdn())
        .text("zone", name.zone())
        .text("recordName", name.recordName())
        .flag("shared", name.shared());
  }

  static MemberName memberName(JsonIn in) {
    return new MemberName(
        in.text("fqdn"), in.text("zone"), in.text("recordName"), in.flag("shared"));
  }

  static void record(PublicRecord record, JsonOut out) {
    out.text("name", record.name())
        .text("type", record.type())
        .number("ttlSeconds", record.ttlSeconds())
        .texts("values", record.values());
  }

  static PublicRecord record(JsonIn in) {
    return new PublicRecord(
        in.text("name"),
        in.constant("type", PublicRecord.Type.A),
        (int) in.number("ttlSeconds"),
        in.texts("values"));
  }

  static void frontend(Frontend frontend, JsonOut out) {
    out.text("loadBalancer", frontend.loadBalancer()).text("frontend", frontend.frontend());
  }

  static Frontend frontend(JsonIn in) {
    return new Frontend(in.name("loadBalancer"), in.text("frontend"));
  }

  static void address(NatAddress address, JsonOut out) {
    out.text("name", address.name())
        .text("subnet", address.subnet())
        .text("address", address.address())
        .flag("fixed", address.fixed())
        .flag("primary", address.primary());
  }

  static NatAddress address(JsonIn in) {
    return new NatAddress(
        in.text("name"),
        in.as("subnet", ResourceName::of),
        in.optional("address").map(IpAddress::of),
        in.flag("fixed"),
        in.flag("primary"));
  }
}
