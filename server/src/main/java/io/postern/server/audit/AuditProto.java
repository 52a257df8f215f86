package io.postern.server.audit;

import com.google.protobuf.Timestamp;
import io.postern.server.audit.VerifyAudit.Verdict;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Protos;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditMark;
import io.postern.v1.AuditBreak;
import io.postern.v1.ListAuditEntriesRequest;
import io.postern.v1.VerifyAuditResponse;
import java.time.Instant;

/** Between entries and messages. */
final class AuditProto {
  private AuditProto() {}

  static io.postern.v1.AuditEntry.Builder of(AuditEntry entry) {
    var note = entry.note();
    return io.postern.v1.AuditEntry.newBuilder()
        .setNumber(entry.number())
        .setTime(Protos.timestamp(note.time()))
        .setPrincipal(note.principal())
        .setTenant(note.tenant())
        .setPeer(note.peer())
        .setMethod(note.method())
        .setRequestId(note.requestId())
        .setOutcome(note.outcome())
        .setReason(note.reason())
        .setMessage(note.message())
        .addAllResources(note.resources())
        .setResourceCount(note.resourceCount())
        .addAllTenants(note.tenants())
        .setRevision(note.revision().number())
        .setChangesSha256(note.changesHash())
        .setPreviousSha256(entry.previous())
        .setSha256(entry.hash());
  }

  static io.postern.v1.AuditMark of(AuditMark mark) {
    return io.postern.v1.AuditMark.newBuilder()
        .setNumber(mark.number())
        .setSha256(mark.hash())
        .build();
  }

  static VerifyAuditResponse of(Verdict verdict, Revision revision) {
    var response =
        VerifyAuditResponse.newBuilder()
            .setEntries(verdict.entries())
            .setLast(of(verdict.last()))
            .setRevisionToken(revision.token());
    verdict
        .fault()
        .ifPresent(fault ->
            response.setFirstBreak(
                AuditBreak.newBuilder().setNumber(fault.number()).setMessage(fault.message())));
    return response.build();
  }

  static AuditFilter filter(ListAuditEntriesRequest request) {
    return new AuditFilter(
        request.hasStartTime() ? time(request.getStartTime(), "start_time") : Instant.MIN,
        request.hasEndTime() ? time(request.getEndTime(), "end_time") : Instant.MAX,
        request.getPrincipal(),
        request.getResourcePrefix(),
        request.getMethod(),
        request.getOutcome());
  }

  private static Instant time(Timestamp time, String field) {
    return Protos.instant(time, field);
  }

  /** The number of an entry in a request; zero for none. */
  static long number(long number, String field) {
    if (number >= 0) return number;
    throw ControlException.invalid(
        Reason.INVALID_FIELD, field, "An entry has a number from 1 up; 0 stands for none.");
  }
}
