package io.postern.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.RawCalls;
import io.postern.server.testing.Refusal;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: messages that are small on the wire and large in memory, or that are no messages. */
class MessageBombTest {
  private static final MethodDescriptor<?, ?> GET =
      SubscriptionServiceGrpc.getGetSubscriptionMethod();
  private static final int LIMIT = 1 << 20;

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static ManagedChannel packed;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    packed = RawCalls.packed(plane.server().grpcAddress());
  }

  @AfterAll
  static void stop() {
    packed.shutdownNow();
    plane.close();
  }

  @AfterEach
  void theServerGoesOn() {
    assertEquals(
        0,
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .listSubscriptions(ListSubscriptionsRequest.getDefaultInstance())
            .getSubscriptionsCount());
  }

  private static byte[] gzip(byte[] octets) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(octets);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  private static void assertTooLarge(Refusal refused, String why) {
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("MESSAGE_TOO_LARGE", refused.reason());
    assertEquals(
        "The server takes requests of 1048576 bytes, and this one "
            + why
            + "; send less at once, or raise grpc.maxMessageBytes.",
        refused.message());
  }

  private static void assertMalformed(Refusal refused) {
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("MESSAGE_MALFORMED", refused.reason());
  }

  /** Two megabytes that unpack to two thousand: gzip files may follow one another. */
  @Test
  void whatUnpacksToGigabytesIsReadToTheLimit() {
    var megabyte = gzip(new byte[1 << 20]);
    var bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 2048; i++) bomb.writeBytes(megabyte);
    assertTrue(bomb.size() < 4 * LIMIT, () -> "sent unread: " + bomb.size());

    assertTooLarge(
        Refusal.of(() -> RawCalls.sendPacked(packed, GET, bomb.toByteArray())),
        "unpacks to more than that");
  }

  @Test
  void whatIsPackedIsTakenUpToTheLimit() {
    var request = GetSubscriptionRequest.newBuilder().setName("subscriptions/none").build();
    // The tag and the length of the text take four bytes.
    var largest =
        GetSubscriptionRequest.newBuilder().setName("x".repeat(LIMIT - 4)).build().toByteArray();
    assertEquals(LIMIT, largest.length);

    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> RawCalls.sendPacked(packed, GET, gzip(request.toByteArray()))).code());
    assertTooLarge(
        Refusal.of(() -> RawCalls.sendPacked(packed, GET, gzip(Arrays.copyOf(largest, LIMIT + 1)))),
        "unpacks to more than that");
    assertEquals(
        "NAME_MALFORMED",
        Refusal.of(() -> RawCalls.sendPacked(packed, GET, gzip(largest))).reason());
  }

  /** Two bytes each on the wire; as objects they would be fifty times that. */
  @Test
  void aHundredThousandEmptyFieldsAreTooMany() {
    var empty = ARecord.getDefaultInstance();
    var set = RecordSet.newBuilder();
    for (int i = 0; i < 100_000; i++) set.addARecords(empty);
    var nested = CreateRecordSetRequest.newBuilder().setRecordSet(set).build().toByteArray();
    var unknown = new byte[LIMIT];
    for (int i = 0; i < unknown.length; i += 2) unknown[i] = 15 << 3;
    var method = RecordSetServiceGrpc.getCreateRecordSetMethod();

    for (var octets : new byte[][] {nested, unknown}) {
      assertTrue(octets.length <= LIMIT);
      assertTooLarge(
          Refusal.of(() -> RawCalls.send(plane.channel(), method, octets)),
          "has more than 65536 fields");
    }
  }

  /** Groups are the one thing that can stand in itself in a message that has no such field. */
  @Test
  void whatStandsInItselfWithoutEndIsNotFollowed() {
    for (int length : new int[] {1_000, 100_000, LIMIT}) {
      var groups = new byte[length];
      Arrays.fill(groups, (byte) (15 << 3 | 3));
      assertMalformed(Refusal.of(() -> RawCalls.send(plane.channel(), GET, groups)));
    }
  }

  @Test
  void whatIsNoMessageIsMalformed() {
    var whole =
        GetSubscriptionRequest.newBuilder().setName("subscriptions/s").build().toByteArray();
    var cut = Arrays.copyOf(whole, whole.length - 1);
    var noText = new byte[] {1 << 3 | 2, 2, (byte) 0xff, (byte) 0xfe};
    for (var octets :
        new byte[][] {cut, noText, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)})
      assertMalformed(Refusal.of(() -> RawCalls.send(plane.channel(), GET, octets)));
    var torn = gzip(whole);
    torn[torn.length / 2] ^= 0x55;
    assertMalformed(Refusal.of(() -> RawCalls.sendPacked(packed, GET, torn)));
  }
}
