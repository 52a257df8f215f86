package io.postern.bench.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.testing.Lab;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateRecordSetRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A record that is written again and again, each time with the next address, until the server is
 * gone; the first answer of the next start must not be older than what was acknowledged.
 */
final class AnsweredRecord {
  private static final String APEX = "crash.example";
  private static final long BETWEEN_NANOS = 2_000_000;

  private final String network;
  private final String record;
  private final AtomicInteger acknowledged = new AtomicInteger(1);
  private final AtomicInteger sent = new AtomicInteger(1);

  private AnsweredRecord(String network, String record) {
    this.network = network;
    this.record = record;
  }

  static AnsweredRecord in(Lab lab, ManagedChannel channel, String network) {
    var _ =
        SubscriptionServiceGrpc.newBlockingStub(channel)
            .updateQuota(
                UpdateQuotaRequest.newBuilder()
                    .setName("subscriptions/contoso")
                    .setQuota("recordSetWritesPerMinute")
                    .setLimit(1_000_000)
                    .build());
    var zone = lab.zone(APEX);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var made =
        RecordSetServiceGrpc.newBlockingStub(channel)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("host")
                    .setRecordSet(records(1))
                    .build());
    return new AnsweredRecord(network, made.getRecordSet().getName());
  }

  private static RecordSet.Builder records(int number) {
    return RecordSet.newBuilder()
        .setType(RecordType.RECORD_TYPE_A)
        .setTtlSeconds(10)
        .addARecords(ARecord.newBuilder().setIpv4Address(address(number)));
  }

  private static String address(int number) {
    return "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  /** Returns when the server is gone. */
  void write(ManagedChannel channel) {
    var stub = RecordSetServiceGrpc.newBlockingStub(channel);
    try {
      while (true) {
        int next = sent.incrementAndGet();
        var _ =
            stub.updateRecordSet(
                UpdateRecordSetRequest.newBuilder()
                    .setRecordSet(records(next).setName(record))
                    .build());
        acknowledged.set(next);
        // Leaves the disk to the others, too.
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) throw e;
    }
  }

  /** Asks for the first time after a start. */
  void requireNotStale(Lab lab) {
    var answer = lab.ask(network, "host." + APEX, "A");
    var octets = answer.substring(answer.lastIndexOf(' ') + 1).split("\\.");
    int number =
        Integer.parseInt(octets[1]) << 16
            | Integer.parseInt(octets[2]) << 8
            | Integer.parseInt(octets[3]);
    assertTrue(
        number >= acknowledged.get() && number <= sent.get(),
        () -> answer + " was answered, and " + address(acknowledged.get()) + " acknowledged");
    acknowledged.set(number);
    sent.set(number);
  }
}
