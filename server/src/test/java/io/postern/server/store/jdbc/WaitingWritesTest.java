package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Rest;
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

    assertEquals(List.of("fabrikam"), group());
    assertEquals(Collections.nCopies(WaitingWrites.SHARE, "contoso"), group());
  }

  @Test
  void manyWithFewWaitingDoNotKeepOutWhoHasMany() throws Exception {
    come("alice@contoso", 5_000);
    come("bob@fabrikam", 1);
    var _ = group();
    come("eve@litware", 2);

    var second = group();

    assertEquals(List.of("litware", "litware", "contoso"), second.subList(0, 3));
    assertEquals(2 + WaitingWrites.SHARE, second.size());
  }

  @Test
  void whatIsLeftOfAShareMakesWayForWhoeverElseComes() throws Exception {
    meet();
    come("alice@contoso", 50);
    var group = take();
    makeWay(group, 1);
    assertEquals(WaitingWrites.SHARE, group.size());
    var first = group.getFirst();
    var second = group.get(1);

    come("bob@fabrikam", 2);
    makeWay(group, 1);

    assertEquals(List.of("contoso", "fabrikam", "fabrikam"), parties(group));
    assertEquals(first, group.getFirst());
    waiting.ended(group);
    // In its old place, before those that came later.
    assertEquals(second, take().getFirst());
  }

  @Test
  void whoComesWhileTheLastIsWorkedOnJoinsAsWell() throws Exception {
    meet();
    come("alice@contoso", 50);
    var group = take();

    come("bob@fabrikam", 1);
    makeWay(group, WaitingWrites.SHARE);

    assertEquals(WaitingWrites.SHARE + 1, group.size());
    assertEquals("fabrikam", parties(group).getLast());
  }

  @Test
  void aGroupMakesWayOnlyOnce() throws Exception {
    meet();
    come("alice@contoso", 50);
    var group = take();
    come("bob@fabrikam", 1);
    makeWay(group, 1);

    come("eve@litware", 1);
    makeWay(group, 2);

    assertEquals(List.of("contoso", "fabrikam"), parties(group));
    assertEquals(List.of("litware"), group());
  }

  @Test
  void nobodyJoinsWhoHasMany() throws Exception {
    meet();
    come("alice@contoso", 50);
    var group = take();

    come("bob@fabrikam", WaitingWrites.SHARE + 1);
    makeWay(group, 1);

    assertEquals(List.of("contoso"), parties(group));
  }

  @Test
  void whatWentBackDoesNotJoinThoughItIsFew() throws Exception {
    meet();
    come("alice@contoso", WaitingWrites.SHARE + 1);
    var group = take();

    come("bob@fabrikam", 1);
    makeWay(group, 1);

    assertEquals(List.of("contoso", "fabrikam"), parties(group));
  }

  @Test
  void aGroupThatMadeWayIsNoLargerThanOthers() throws Exception {
    come("alice@contoso", 600);
    var group = take();
    for (int i = 0; i < MOST; i++) come("somebody@tenant" + i, 1);

    makeWay(group, MOST - 2);

    assertEquals(MOST, group.size());
    assertEquals(List.of("contoso", "tenant0", "tenant1"), parties(group).subList(MOST - 3, MOST));
  }

  @Test
  void aGroupGoesOnWhenItsOwnComeOrTheServer() throws Exception {
    meet();
    come("alice@contoso", 50);
    var group = take();

    come("carol@contoso", 1);
    assertTrue(waiting.offer(pending(Principal.SYSTEM)));
    makeWay(group, 1);

    assertEquals(WaitingWrites.SHARE, group.size());
  }

  @Test
  void thoseWithFewWaitingAreNotSentBack() throws Exception {
    meet();
    come("alice@contoso", 3);
    come("bob@fabrikam", 1);
    var group = take();

    come("eve@litware", 1);
    for (int done = 1; done <= 4; done++) makeWay(group, done);

    assertEquals(List.of("contoso", "fabrikam", "contoso", "contoso", "litware"), parties(group));
  }

  @Test
  void aGroupOfOneTenantAloneMakesWayWhenAnotherComes() throws Exception {
    come("alice@contoso", 600);
    var group = take();
    assertEquals(MOST, group.size());

    come("bob@fabrikam", 1);
    makeWay(group, 3);

    assertEquals(List.of("contoso", "contoso", "contoso", "fabrikam"), parties(group));
  }

  @Test
  void whoHasMoreRestsForAsLongAsItWasWorkedFor() throws Exception {
    workFor("alice@contoso", Duration.ofMillis(7));

    assertEquals(List.of(), group());
    come("bob@fabrikam", 1);
    assertEquals(List.of("fabrikam"), group());
    now.addAndGet(Duration.ofMillis(7).toNanos());
    assertEquals(WaitingWrites.SHARE, group().size());
  }

  @Test
  void inAGroupOfManyTheTimeIsShared() throws Exception {
    meet();
    come("alice@contoso", 50);
    come("bob@fabrikam", 50);
    var group = take();
    now.addAndGet(Duration.ofMillis(8).toNanos());
    waiting.ended(group);

    now.addAndGet(Duration.ofMillis(4).toNanos() - 1);
    assertEquals(List.of(), group());
    now.addAndGet(1);
    assertEquals(2 * WaitingWrites.SHARE, group().size());
  }

  @Test
  void aGroupThatHungIsNoReasonToRestAsLong() throws Exception {
    workFor("alice@contoso", Duration.ofSeconds(9));

    now.addAndGet(Rest.LONGEST.toNanos());
    assertEquals(WaitingWrites.SHARE, group().size());
  }

  @Test
  void whoHasFewDoesNotRestThoughItsGroupMadeWay() throws Exception {
    come("alice@contoso", 3);
    var group = take();
    come("bob@fabrikam", 1);
    makeWay(group, 1);
    assertEquals(List.of("contoso", "fabrikam"), parties(group));
    now.addAndGet(Duration.ofMillis(7).toNanos());
    waiting.ended(group);

    assertEquals(List.of("contoso", "contoso"), group());
  }

  @Test
  void howeverManyHaveFewWhoHasManyIsInEverySecondGroup() throws Exception {
    come("alice@contoso", 50);
    for (int i = 0; i < 2 * MOST; i++) come("somebody@tenant" + i, 1);

    assertEquals(0, Collections.frequency(group(), "contoso"));
    var second = group();
    assertEquals(1, Collections.frequency(second, "contoso"));
    assertEquals(MOST, second.size());
  }

  @Test
  void whoOnlyWaitsIsThere() throws Exception {
    come("alice@contoso", 500);
    for (int seconds = 0; seconds < 30; seconds += 4) {
      come("bob@fabrikam", 1);
      assertEquals(List.of("fabrikam"), group());
      assertEquals(WaitingWrites.SHARE, group().size());
      now.addAndGet(Duration.ofSeconds(4).toNanos());
    }
  }

  @Test
  void whenTheServerStopsNobodyRestsAndGroupsAreLarge() throws Exception {
    workFor("alice@contoso", Duration.ofMillis(7));

    waiting.hurry();

    assertEquals(50 - WaitingWrites.SHARE, group().size());
  }

  @Test
  void theServersOwnWritesDoNotStandBehindAnAdministrators() throws Exception {
    meet();
    for (int i = 0; i < 50; i++) assertTrue(waiting.offer(pending(Principal.ADMINISTRATOR)));
    var own = pending(Principal.SYSTEM);
    assertTrue(waiting.offer(own));

    assertEquals(List.of(own), take());
  }

  @Test
  void nobodyRestsAloneNorWhoHasNothingMore() throws Exception {
    come("alice@contoso", 600);
    var first = take();
    now.addAndGet(Duration.ofMillis(7).toNanos());
    waiting.ended(first);
    assertEquals(600 - MOST, group().size());

    come("bob@fabrikam", 3);
    var second = take();
    // They come while the others are worked on.
    come("bob@fabrikam", 2);
    now.addAndGet(Duration.ofMillis(7).toNanos());
    waiting.ended(second);
    assertEquals(2, group().size());
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

    assertEquals(List.of("fabrikam"), group());
    assertEquals(WaitingWrites.SHARE, Collections.frequency(group(), "contoso"));
  }

  @Test
  void oneTenantCannotTakeAllTheRoom() {
    come("alice@contoso", WaitingWrites.MAX_OF_ONE);

    assertFalse(waiting.offer(pending(Principal.of("alice@contoso", "contoso"))));
    assertTrue(waiting.offer(pending(Principal.of("bob@fabrikam", "fabrikam"))));
  }

  @Test
  void thereIsNoMoreRoomWhereSomeWereTakenBack() throws Exception {
    come("alice@contoso", WaitingWrites.MAX_OF_ONE);
    var group = take();
    come("alice@contoso", MOST);
    come("bob@fabrikam", 1);
    makeWay(group, 1);

    assertFalse(waiting.offer(pending(Principal.of("alice@contoso", "contoso"))));
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

  /** Two were there lately. */
  private void meet() throws InterruptedException {
    come("bob@fabrikam", 1);
    come("alice@contoso", 1);
    assertEquals(2, group().size());
  }

  /** A group of somebody who has many more waiting, while others are there. */
  private void workFor(String id, Duration time) throws InterruptedException {
    meet();
    come(id, 50);
    var group = take();
    now.addAndGet(time.toNanos());
    waiting.ended(group);
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
    return parties(take());
  }

  private static List<String> parties(List<Pending<?>> group) {
    return group.stream().map(it -> it.context.principal().party()).toList();
  }

  private void makeWay(List<Pending<?>> group, int done) {
    waiting.makeWay(group, done, MOST);
  }

  private List<Pending<?>> take() throws InterruptedException {
    var group = new ArrayList<Pending<?>>();
    waiting.takeGroup(group, MOST, 0, TimeUnit.SECONDS);
    return group;
  }
}
