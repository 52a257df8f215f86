package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;

final class RecordSetDocument implements Document<RecordSet> {
  @Override
  public Kind<RecordSet> kind() {
    return RecordSet.KIND;
  }

  @Override
  public void write(RecordSet recordSet, JsonOut body) {
    body.number("ttlSeconds", recordSet.ttlSeconds())
        .objects("records", recordSet.records(), RecordSetDocument::writeData)
        .map("metadata", recordSet.metadata());
  }

  private static void writeData(RecordData data, JsonOut body) {
    switch (data) {
      case RecordData.A a -> body.text("address", a.address());
      case RecordData.Aaaa aaaa -> body.text("address", aaaa.address());
      case RecordData.Cname cname -> body.text("target", cname.target());
      case RecordData.Mx mx ->
          body.number("preference", mx.preference()).text("exchange", mx.exchange());
      case RecordData.Ptr ptr -> body.text("target", ptr.target());
      case RecordData.Srv srv ->
          body.number("priority", srv.priority())
              .number("weight", srv.weight())
              .number("port", srv.port())
              .text("target", srv.target());
      case RecordData.Txt txt -> body.texts("values", txt.values());
    }
  }

  @Override
  public RecordSet read(ResourceName name, Meta meta, JsonIn body) {
    var type = RecordSet.type(name);
    return new RecordSet(
        name,
        meta,
        (int) body.number("ttlSeconds"),
        body.objects("records", record -> readData(type, record)),
        body.map("metadata"));
  }

  private static RecordData readData(RecordType type, JsonIn body) {
    return switch (type) {
      case A -> new RecordData.A(body.as("address", IpAddress::of));
      case AAAA -> new RecordData.Aaaa(body.as("address", IpAddress::of));
      case CNAME -> new RecordData.Cname(body.as("target", DomainName::new));
      case MX ->
          new RecordData.Mx((int) body.number("preference"), body.as("exchange", DomainName::new));
      case PTR -> new RecordData.Ptr(body.as("target", DomainName::new));
      case SOA -> throw new IllegalStateException("An SOA is stored with its zone.");
      case SRV ->
          new RecordData.Srv(
              (int) body.number("priority"),
              (int) body.number("weight"),
              (int) body.number("port"),
              body.as("target", DomainName::new));
      case TXT -> new RecordData.Txt(body.texts("values"));
    };
  }
}
