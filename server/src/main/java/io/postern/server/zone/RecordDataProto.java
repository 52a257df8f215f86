package io.postern.server.zone;

import io.postern.server.kernel.Reason;
import io.postern.server.rpc.Protos;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.RecordData;
import io.postern.v1.ARecord;
import io.postern.v1.AaaaRecord;
import io.postern.v1.CnameRecord;
import io.postern.v1.MxRecord;
import io.postern.v1.PtrRecord;
import io.postern.v1.SrvRecord;
import io.postern.v1.TxtRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Between the typed record lists of the API's record sets and the model's records. */
final class RecordDataProto {
  private RecordDataProto() {}

  static void add(io.postern.v1.RecordSet.Builder message, RecordData data) {
    switch (data) {
      case RecordData.A a ->
          message.addARecords(ARecord.newBuilder().setIpv4Address(a.address().toString()));
      case RecordData.Aaaa aaaa ->
          message.addAaaaRecords(AaaaRecord.newBuilder().setIpv6Address(aaaa.address().toString()));
      case RecordData.Cname cname ->
          message.setCnameRecord(CnameRecord.newBuilder().setCname(cname.target().text()));
      case RecordData.Mx mx ->
          message.addMxRecords(
              MxRecord.newBuilder()
                  .setPreference(mx.preference())
                  .setExchange(mx.exchange().text()));
      case RecordData.Ptr ptr ->
          message.addPtrRecords(PtrRecord.newBuilder().setPtrdname(ptr.target().text()));
      case RecordData.Srv srv ->
          message.addSrvRecords(
              SrvRecord.newBuilder()
                  .setPriority(srv.priority())
                  .setWeight(srv.weight())
                  .setPort(srv.port())
                  .setTarget(srv.target().text()));
      case RecordData.Txt txt ->
          message.addTxtRecords(TxtRecord.newBuilder().addAllValues(txt.values()));
    }
  }

  /** All records that a message carries, of whatever type; the model refuses those of another. */
  static List<RecordData> all(io.postern.v1.RecordSet message) {
    var records = new ArrayList<RecordData>();
    each(message.getARecordsList(), "a_records", records, RecordDataProto::a);
    each(message.getAaaaRecordsList(), "aaaa_records", records, RecordDataProto::aaaa);
    if (message.hasCnameRecord()) records.add(cname(message.getCnameRecord()));
    each(message.getMxRecordsList(), "mx_records", records, RecordDataProto::mx);
    each(message.getPtrRecordsList(), "ptr_records", records, RecordDataProto::ptr);
    each(message.getSrvRecordsList(), "srv_records", records, RecordDataProto::srv);
    each(message.getTxtRecordsList(), "txt_records", records, RecordDataProto::txt);
    return records;
  }

  private static <M> void each(
      List<M> messages,
      String field,
      List<RecordData> records,
      BiFunction<M, String, RecordData> mapping) {
    for (int i = 0; i < messages.size(); i++)
      records.add(mapping.apply(messages.get(i), "record_set." + field + "[" + i + "]"));
  }

  private static RecordData a(ARecord message, String field) {
    return RecordData.A.parse(message.getIpv4Address(), field + ".ipv4_address");
  }

  private static RecordData aaaa(AaaaRecord message, String field) {
    return RecordData.Aaaa.parse(message.getIpv6Address(), field + ".ipv6_address");
  }

  private static RecordData cname(CnameRecord message) {
    return new RecordData.Cname(name(message.getCname(), "record_set.cname_record.cname"));
  }

  private static RecordData mx(MxRecord message, String field) {
    return RecordData.Mx.of(
        message.getPreference(), name(message.getExchange(), field + ".exchange"), field);
  }

  private static RecordData ptr(PtrRecord message, String field) {
    return new RecordData.Ptr(name(message.getPtrdname(), field + ".ptrdname"));
  }

  private static RecordData srv(SrvRecord message, String field) {
    return RecordData.Srv.of(
        message.getPriority(),
        message.getWeight(),
        message.getPort(),
        message.getTarget().equals(".")
            ? DomainName.ROOT
            : name(message.getTarget(), field + ".target"),
        field);
  }

  private static RecordData txt(TxtRecord message, String field) {
    return RecordData.Txt.of(message.getValuesList(), field + ".values");
  }

  private static DomainName name(String text, String field) {
    return DomainName.parse(Protos.required(text, field), Reason.RECORD_INVALID, field);
  }
}
