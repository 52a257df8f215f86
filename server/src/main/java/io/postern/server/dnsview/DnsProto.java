package io.postern.server.dnsview;

import com.google.protobuf.ByteString;
import io.postern.dns.codec.MessageText;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.rpc.Protos;
import io.postern.server.store.Trouble;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.DnsFlags;
import io.postern.v1.ErrorReason;
import io.postern.v1.QueryResponse;
import io.postern.v1.StoreTrouble;
import java.util.List;

/** Between the API's questions and answers and the engine's. */
public final class DnsProto {
  private DnsProto() {}

  static Question question(String name, String type) {
    return new Question(name(name), type(type));
  }

  private static DnsName name(String text) {
    try {
      return DnsName.parse(Protos.required(text, "name"));
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED, "name", "'" + text + "' is not a DNS name: " + e.getMessage());
    }
  }

  private static RecordType type(String text) {
    try {
      return text.isEmpty() ? RecordType.A : RecordType.parse(text);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "type",
          "'" + text + "' is not a record type; write one such as A, AAAA or TYPE65.");
    }
  }

  /** A message as it is sent, and what it says. */
  public static QueryResponse.Builder answer(byte[] message) {
    var text = MessageText.read(message);
    return QueryResponse.newBuilder()
        .setRcode(text.rcode())
        .setFlags(
            DnsFlags.newBuilder()
                .setAuthoritative(text.flags().contains("aa"))
                .setTruncated(text.flags().contains("tc"))
                .setRecursionDesired(text.flags().contains("rd"))
                .setRecursionAvailable(text.flags().contains("ra")))
        .addAllAnswers(records(text.answers()))
        .addAllAuthorities(records(text.authorities()))
        .setMessage(ByteString.copyFrom(message));
  }

  /** What keeps the store from taking writes. */
  static StoreTrouble trouble(Trouble trouble) {
    var problem = trouble.problem();
    return StoreTrouble.newBuilder()
        .setReason(ErrorReason.valueOf("ERROR_REASON_" + problem.reason().name()))
        .setMessage(problem.message())
        .putAllMetadata(problem.metadata())
        .setLasting(Protos.duration(trouble.lasting()))
        .build();
  }

  private static List<DnsAnswerRecord> records(List<MessageText.RecordText> records) {
    return records.stream()
        .map(record ->
            DnsAnswerRecord.newBuilder()
                .setName(record.name().equals(".") ? "." : record.name() + ".")
                .setType(record.type())
                .setTtlSeconds((int) record.ttlSeconds())
                .setRdata(record.rdata())
                .build())
        .toList();
  }
}
