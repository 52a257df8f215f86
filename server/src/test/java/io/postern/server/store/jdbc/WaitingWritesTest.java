package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** In which order writers go through the door, and how many of whom at a time. */
class WaitingWritesTest {
  private static final int MOST = 512;

  private final AtomicLong now = new AtomicLong();
  private final WaitingWrites waiting = new WaitingWrites(now::get);

  @Test
  void whoComesAloneFillsTheGroup() throws Exception {
    come("alice@contoso", 600);

    assertEquals(List.of("contoso"), group().stream().distinct().toList());
    assertEquals(600 - MOST, group().size());
  }

  @Test
  void tenantsTakeTurnsAndEachInTheOrderItCame() throws Exception {
    come("alice@contoso", 3);
    come("bob@fabrikam", 1);
    come("eve@litware", 2);

    assertEquals(
        List.of("contoso", "fabrikam", "litware", "contoso", "litware", "contoso"), group());
  }

  @Test
  void whoHasManyWaitingDelaysNobodyElse() throws Exception {
    come("alice@contoso", 5_000);
    come("bob@fabrikam", 1);

    var first = group();

    assertEquals(1, Collections.frequency(first, "fabrikam"));
    assertEquals(WaitingWrites.SHARE, Collections.frequency(first, "contoso"));
    assertEquals(Collections.nCopies(WaitingWrites.SHARE, "contoso"), group());
  }

  @Test
  void theWholeGroupIsTheirsAgainOnceTheOthersAreGone() throws Exception {
    come("alice@contoso", 1_000);
    come("bob@fabrikam", 1);
    var _ = group();
    now.addAndGet(Duration.ofMinutes(1).toNanos());

    assertEquals(MOST, group().size());
  }

  @Test
  void theServersOwnWritesAreNobodysCompany() throws Exception {
    come("alice@contoso", 600);
    assertTrue(waiting.offer(pending(Principal.SYSTEM)));

    assertEquals(MOST, group().size());
  }

  @Test
  void theCallersOfATenantShareItsLine() throws Exception {
    come("alice@contoso", 20);
    come("carol@contoso", 20);
    come("bob@fabrikam", 1);

    assertEquals(WaitingWrites.SHARE, Collections.frequency(group(), "contoso"));
  }

  @Test
  void oneTenantCannotTakeAllTheRoom() {
    come("alice@contoso", WaitingWrites.MAX_OF_ONE);

    assertFalse(waiting.offer(pending(Principal.of("alice@contoso", "contoso"))));
    assertTrue(waiting.offer(pending(Principal.of("bob@fabrikam", "fabrikam"))));
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    come("alice@contoso", WaitingWrites.MAX_OF_ONE);
    come("bob@fabrikam", WaitingWrites.MAX - WaitingWrites.MAX_OF_ONE);

    assertFalse(waiting.offer(pending(Principal.of("eve@litware", "litware"))));
    var all = new ArrayList<Pending<?>>();
    waiting.drainTo(all);
    assertEquals(WaitingWrites.MAX, all.size());
    assertTrue(waiting.isEmpty());
  }

  private void come(String id, int times) {
    var principal = Principal.of(id, id.substring(id.indexOf('@') + 1));
    for (int i = 0; i < times; i++) assertTrue(waiting.offer(pending(principal)));
  }

  private static Pending<?> pending(Principal principal) {
    return new Pending<>(new RequestContext(principal, Instant.EPOCH), tx -> tx, false);
  }

  /** The tenants of the next group. */
  private List<String> group() throws InterruptedException {
    var group = new ArrayList<Pending<?>>();
    waiting.takeGroup(group, MOST, 0, TimeUnit.SECONDS);
    return group.stream().map(it -> it.context.principal().party()).toList();
  }
}
