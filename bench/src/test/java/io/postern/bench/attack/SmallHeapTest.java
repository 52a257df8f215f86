package io.postern.bench.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.postern.bench.ServerProcess;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RawCalls;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: messages that unpack to gigabytes, messages of empty fields alone, readers that stop
 * reading and calls that never say what they want, many of each at once. If the server kept any of
 * it, what it has of memory would not do, and it would end at the first time that it has none.
 * {@code bench/run attack} runs it.
 */
@EnabledIfSystemProperty(named = "postern.attack.atOnce", matches = "[0-9]+")
class SmallHeapTest {
  private static final List<String> LITTLE_MEMORY =
      List.of(
          "-Xmx80m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final int AT_ONCE = Integer.getInteger("postern.attack.atOnce", 0);
  private static final int CHANGES = 200;

  @TempDir Path folder;
  private ServerProcess server;
  private Channel channel;

  @BeforeEach
  void start() throws IOException {
    server = ServerProcess.forMeasurement(folder.resolve("server"), LITTLE_MEMORY);
    channel = server.channel();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aServerWithLittleMemoryGoesOn() throws Exception {
    unpackedWithoutEnd();
    emptyFields();
    callsThatSayNothing();
    readersThatStopReading();

    assertEquals(
        2,
        SubscriptionServiceGrpc.newBlockingStub(channel)
            .listSubscriptions(ListSubscriptionsRequest.getDefaultInstance())
            .getSubscriptionsCount());
  }

  private static void allAtOnce(Callable<Refusal> call)
      throws InterruptedException, ExecutionException {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var codes = new ArrayList<Future<Refusal>>();
      for (int i = 0; i < AT_ONCE; i++) codes.add(callers.submit(call));
      for (var code : codes)
        assertEquals(
            Status.Code.RESOURCE_EXHAUSTED, code.get().code(), () -> code.resultNow().toString());
    }
  }

  /** Each a megabyte as it is sent, and one gigabyte unpacked. */
  private void unpackedWithoutEnd() throws Exception {
    var bomb = gigabyte();
    var packed = RawCalls.packed(server.address());
    var method = SubscriptionServiceGrpc.getGetSubscriptionMethod();
    try {
      allAtOnce(() -> Refusal.of(() -> RawCalls.sendPacked(packed, method, bomb)));
    } finally {
      packed.shutdownNow();
    }
  }

  private static byte[] gigabyte() throws IOException {
    var megabyte = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(megabyte)) {
      out.write(new byte[1 << 20]);
    }
    var gigabyte = new ByteArrayOutputStream();
    for (int i = 0; i < 1024; i++) gigabyte.writeBytes(megabyte.toByteArray());
    return gigabyte.toByteArray();
  }

  /** Each of half a million fields, of which an object takes more than sixteen bytes. */
  private void emptyFields() throws Exception {
    var octets = new byte[1 << 20];
    for (int i = 0; i < octets.length; i += 2) octets[i] = 15 << 3;
    var method = RecordSetServiceGrpc.getCreateRecordSetMethod();
    allAtOnce(() -> Refusal.of(() -> RawCalls.send(channel, method, octets)));
  }

  private void callsThatSayNothing() {
    MethodDescriptor<byte[], byte[]> method =
        RawCalls.of(SubscriptionServiceGrpc.getGetSubscriptionMethod());
    for (int i = 0; i < 10 * AT_ONCE; i++) {
      ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
    }
  }

  /** Of forty sorts, so that nothing that is kept for one is kept for all. */
  private void readersThatStopReading() {
    var lab = Lab.in(channel);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var stuck = new ArrayList<StreamReader<WatchRequest, WatchResponse>>();
    for (int length = 1; length <= 20; length++) {
      for (boolean previous : List.of(false, true))
        stuck.add(
            watch(
                WatchRequest.newBuilder()
                    .setNamePrefix(network.substring(0, length))
                    .setIncludePrevious(previous),
                1));
    }
    try (var reading = watch(WatchRequest.newBuilder(), Integer.MAX_VALUE)) {
      var last = "";
      for (int i = 1; i <= CHANGES; i++) last = change(network, i);
      // The others do not hold it up.
      var awaited = last;
      var _ = reading.until(it -> it.getRevisionToken().equals(awaited));
    }
    stuck.forEach(StreamReader::close);
  }

  private StreamReader<WatchRequest, WatchResponse> watch(WatchRequest.Builder request, int taken) {
    return StreamReader.open(WatchServiceGrpc.newStub(channel)::watch, request.build(), taken);
  }

  /** A change of some ten thousand bytes; returns its revision. */
  private String change(String network, int number) {
    var tags = new HashMap<String, String>();
    for (int i = 0; i < 40; i++) tags.put("tag" + i, "number " + number + " " + "x".repeat(240));
    return VirtualNetworkServiceGrpc.newBlockingStub(channel)
        .updateVirtualNetwork(
            UpdateVirtualNetworkRequest.newBuilder()
                .setVirtualNetwork(VirtualNetwork.newBuilder().setName(network).putAllTags(tags))
                .build())
        .getRevisionToken();
  }
}
