package io.postern.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.RandomIds;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.SequentialIds;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.PrivateEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number that marks an endpoint's traffic at its target (Rules §5). */
class LinkIdentifierTest {
  private static final int A = 0x0A0A0A0A;
  private static final int B = 0xFEFDFCFB;
  private static final int C = 0x0C0C0C0C;

  @TempDir Path folder;
  private final Queue<Integer> drawn = new ArrayDeque<>();
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private String target;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder, UnaryOperator.identity(), drawing());
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    target = lab.storage("acct");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void anIdentifierIsHeldByOneConnectionAlone() {
    drawn.addAll(List.of(A, A, A, B));

    assertEquals(A, identifier(create("one")));
    assertEquals(B, identifier(create("two")), "drawn again while it is taken");
  }

  @Test
  void anIdentifierIsNotUsedAgainForAnHourAfterItsEndpointIsDeleted() {
    drawn.addAll(List.of(A, A, B));
    delete(create("one"));
    assertEquals(B, identifier(create("two")));

    plane.clock().advance(Duration.ofHours(1).minusMillis(1));
    drawn.addAll(List.of(A, C));
    assertEquals(C, identifier(create("three")));

    plane.clock().advance(Duration.ofMillis(1));
    drawn.add(A);
    assertEquals(A, identifier(create("four")));
  }

  @Test
  void anIdentifierRestsAgainAfterEveryUse() {
    drawn.add(A);
    delete(create("one"));
    plane.clock().advance(Duration.ofHours(1));
    drawn.addAll(List.of(A, A, B));
    delete(create("two"));

    assertEquals(B, identifier(create("three")));
  }

  @Test
  void anEndedConnectionHoldsItsIdentifierUntilItsEndpointIsDeleted() {
    drawn.add(A);
    var endpoint = create("one");
    lab.disconnect(endpoint);
    plane.clock().advance(Duration.ofHours(2));
    drawn.addAll(List.of(A, B));

    assertEquals(B, identifier(create("two")));
  }

  @Test
  void anIdentifierHasNoZeroByte() {
    var ids = new RandomIds();
    for (int i = 0; i < 100_000; i++) {
      int identifier = ids.nextLinkIdentifier();
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE)
        assertTrue((identifier >> shift & 0xFF) != 0, () -> Integer.toHexString(identifier));
    }
  }

  private IdSource drawing() {
    var others = new SequentialIds();
    return new IdSource() {
      @Override
      public UUID nextUuid() {
        return others.nextUuid();
      }

      @Override
      public int nextLinkIdentifier() {
        return drawn.remove();
      }
    };
  }

  private static int identifier(PrivateEndpoint endpoint) {
    return endpoint.getConnectionStatus().getLinkIdentifier();
  }

  private PrivateEndpoint create(String id) {
    return lab.endpoint(id, Lab.wanted(network, target, true, "blob"));
  }

  private void delete(PrivateEndpoint endpoint) {
    var _ =
        lab.endpoints()
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build());
  }
}
