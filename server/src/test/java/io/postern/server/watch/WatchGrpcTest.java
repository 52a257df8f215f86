package io.postern.server.watch;

import static io.postern.server.watch.Watching.add;
import static io.postern.server.watch.Watching.all;
import static io.postern.server.watch.Watching.changes;
import static io.postern.server.watch.Watching.open;
import static io.postern.server.watch.Watching.openAs;
import static io.postern.server.watch.Watching.remove;
import static io.postern.server.watch.Watching.rename;
import static io.postern.server.watch.Watching.said;
import static io.postern.server.watch.Watching.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchGrpcTest {
  private static final WatchRequest EVERYTHING = WatchRequest.getDefaultInstance();

  @TempDir Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aWatchBeginsWithWhatIsThereAndGoesOnWithWhatChanges() {
    add(plane, "a", "contoso");
    var revision = add(plane, "b", "contoso");

    try (var watch = open(plane, EVERYTHING)) {
      var snapshot = snapshot(watch);
      add(plane, "c", "contoso");
      rename(plane, "a", "Contoso");
      remove(plane, "b");
      var changes = changes(watch, 3);

      assertEquals(List.of("SNAPSHOT subscriptions/a", "SNAPSHOT subscriptions/b"), said(snapshot));
      assertEquals(revision, snapshot.getLast().getRevisionToken());
      assertEquals(
          List.of("ADDED subscriptions/c", "MODIFIED subscriptions/a", "DELETED subscriptions/b"),
          said(changes));
      var modified = all(changes).get(1);
      assertEquals("Contoso", modified.getResource().getSubscription().getDisplayName());
      assertEquals("administrator", modified.getActor());
      assertEquals("updated", modified.getReason());
      assertEquals(ResourceKind.RESOURCE_KIND_SUBSCRIPTION, modified.getKind());
      assertFalse(modified.hasPrevious());
      assertFalse(all(changes).get(2).hasResource());
    }
  }

  @Test
  void anEmptySnapshotIsCompleteAtOnce() {
    try (var watch = open(plane, EVERYTHING)) {
      var only = watch.next();

      assertEquals(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE, only.getKind());
      assertEquals("r0", only.getRevisionToken());
    }
  }

  @Test
  void theValuesBeforeComeWhenAskedFor() {
    add(plane, "a", "contoso");

    try (var watch = open(plane, EVERYTHING.toBuilder().setIncludePrevious(true).build())) {
      snapshot(watch);
      rename(plane, "a", "One");
      rename(plane, "a", "Two");
      remove(plane, "a");
      add(plane, "a", "contoso");

      assertEquals(
          List.of("", "One", "Two", "none"),
          all(changes(watch, 4)).stream()
              .map(change ->
                  change.hasPrevious()
                      ? change.getPrevious().getSubscription().getDisplayName()
                      : "none")
              .toList());
    }
  }

  @Test
  void aWatchResumesAfterARestartWithExactlyWhatItMissed() {
    String token;
    try (var watch = open(plane, EVERYTHING)) {
      snapshot(watch);
      add(plane, "a", "contoso");
      token = changes(watch, 1).getLast().getResumeToken();
    }
    add(plane, "b", "contoso");
    plane.close();
    start();
    add(plane, "c", "contoso");

    try (var watch = open(plane, resuming(token))) {
      add(plane, "d", "contoso");

      assertEquals(
          List.of("ADDED subscriptions/b", "ADDED subscriptions/c", "ADDED subscriptions/d"),
          said(changes(watch, 3)));
    }
  }

  @Test
  void aSilentWatchIsToldThroughWhichRevisionThereWasNothing() {
    var request =
        WatchRequest.newBuilder()
            .setParent("subscriptions/a")
            .setCheckpointInterval(Duration.newBuilder().setNanos(100_000_000))
            .build();
    try (var watch = open(plane, request)) {
      snapshot(watch);
      var elsewhere = add(plane, "b", "contoso");
      var checkpoint =
          watch.until(message -> message.getRevisionToken().equals(elsewhere)).getLast();
      add(plane, "a", "contoso");

      assertEquals(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, checkpoint.getKind());
      try (var resumed =
          open(plane, request.toBuilder().setResumeToken(checkpoint.getResumeToken()).build())) {
        assertEquals(List.of("ADDED subscriptions/a"), said(changes(resumed, 1)));
      }
    }
  }

  @Test
  void aTokenFromBeforeTheLogsBeginningIsOutOfRange() {
    String token;
    try (var watch = open(plane, EVERYTHING)) {
      token = watch.next().getResumeToken();
    }
    add(plane, "a", "contoso");
    add(plane, "b", "contoso");
    var now = plane.clock().instant();
    plane.close();
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      store.log().compact(now.plusSeconds(1));
    }
    start();

    try (var watch = open(plane, resuming(token))) {
      var refused = Refusal.of(watch.error());

      assertEquals(Status.Code.OUT_OF_RANGE, refused.code());
      assertEquals("REVISION_COMPACTED", refused.reason());
      assertEquals("r2", refused.metadata().get("oldestRevision"));
    }
  }

  @Test
  void aTokenIsGoodOnlyForTheFilterAndTheTenantItWasGivenFor() {
    String token;
    try (var watch = openAs("alice@contoso", plane, EVERYTHING)) {
      token = snapshot(watch).getLast().getResumeToken();
    }

    try (var sameTenant = openAs("bob@contoso", plane, resuming(token));
        var otherTenant = openAs("eve@fabrikam", plane, resuming(token));
        var otherFilter =
            openAs(
                "alice@contoso",
                plane,
                resuming(token).toBuilder().setNamePrefix("subscriptions/").build());
        var madeUp = openAs("alice@contoso", plane, resuming("r1"))) {
      add(plane, "a", "contoso");

      assertEquals(List.of("ADDED subscriptions/a"), said(changes(sameTenant, 1)));
      for (var refused : List.of(otherTenant, otherFilter, madeUp))
        assertEquals("RESUME_TOKEN_INVALID", Refusal.of(refused.error()).reason());
    }
  }

  @Test
  void aTokenThatIsNewerThanTheServerIsRefusedForNow() {
    add(plane, "a", "contoso");
    String token;
    try (var watch = open(plane, EVERYTHING)) {
      token = snapshot(watch).getLast().getResumeToken();
    }

    try (var other = ControlPlane.start(folder.resolve("other"));
        var watch = open(other, resuming(token))) {
      var refused = Refusal.of(watch.error());

      assertEquals(Status.Code.UNAVAILABLE, refused.code());
      assertEquals("REVISION_NOT_REACHED", refused.reason());
    }
  }

  @Test
  void aTenantSeesItsOwnChangesAndNobodyElses() {
    add(plane, "theirs", "fabrikam");

    try (var watch = openAs("alice@contoso", plane, EVERYTHING)) {
      var snapshot = snapshot(watch);
      add(plane, "ours", "contoso");
      rename(plane, "theirs", "Fabrikam");
      remove(plane, "ours");
      // The name goes to somebody else: what happens to it now is no business of contoso's.
      add(plane, "ours", "fabrikam");
      add(plane, "another", "contoso");

      assertEquals(List.of(), said(snapshot));
      assertEquals(
          List.of(
              "ADDED subscriptions/ours",
              "DELETED subscriptions/ours",
              "ADDED subscriptions/another"),
          said(changes(watch, 3)));
    }
  }

  @Test
  void aParentIsWatchedWithWhatIsUnderItAndNotWithItsNeighbours() {
    add(plane, "a", "contoso");
    add(plane, "ab", "contoso");

    try (var watch = open(plane, request().setParent("/SUBSCRIPTIONS/A").build())) {
      var snapshot = snapshot(watch);
      rename(plane, "ab", "No");
      rename(plane, "a", "Yes");

      assertEquals(List.of("SNAPSHOT subscriptions/a"), said(snapshot));
      assertEquals(List.of("MODIFIED subscriptions/a"), said(changes(watch, 1)));
    }
  }

  @Test
  void namesPrefixesAndKindsNarrowAWatch() {
    for (var id : List.of("a", "ab", "b")) add(plane, id, "contoso");

    try (var names =
            open(
                plane,
                request().addNames("subscriptions/B").addNames("subscriptions/none").build());
        var prefix = open(plane, request().setNamePrefix("Subscriptions/A").build());
        var kinds =
            open(plane, request().addKinds(ResourceKind.RESOURCE_KIND_PRIVATE_DNS_ZONE).build())) {
      assertEquals(List.of("SNAPSHOT subscriptions/b"), said(snapshot(names)));
      assertEquals(
          List.of("SNAPSHOT subscriptions/a", "SNAPSHOT subscriptions/ab"), said(snapshot(prefix)));
      assertEquals(List.of(), said(snapshot(kinds)));
      rename(plane, "a", "A");
      rename(plane, "b", "B");

      assertEquals(List.of("MODIFIED subscriptions/b"), said(changes(names, 1)));
      assertEquals(List.of("MODIFIED subscriptions/a"), said(changes(prefix, 1)));
    }
  }

  @Test
  void whatIsWatchedPassesEveryFilterAtOnce() {
    var lab = Lab.in(plane);
    lab.network("vnet-a1", "10.1.0.0/16");
    var networks = Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/";
    var filtered =
        request()
            .addKinds(ResourceKind.RESOURCE_KIND_VIRTUAL_NETWORK)
            .setParent(Lab.CONSUMER)
            .setNamePrefix(networks + "vnet-a");
    var named = filtered.clone().addNames(networks + "vnet-a2").addNames(networks + "vnet-b");

    try (var all = open(plane, filtered.build());
        var some = open(plane, named.build())) {
      assertEquals(List.of("SNAPSHOT " + networks + "vnet-a1"), said(snapshot(all)));
      assertEquals(List.of(), said(snapshot(some)));
      lab.network("vnet-b", "10.2.0.0/16");
      lab.network("vnet-a2", "10.3.0.0/16");

      assertEquals("ADDED " + networks + "vnet-a2", said(changes(all, 1)).getFirst());
      assertEquals("ADDED " + networks + "vnet-a2", said(changes(some, 1)).getFirst());
    }
  }

  @Test
  void watchesThatShowTheSameAreToldOfSilenceEachAfterItsOwnTime() {
    var patient = request().setCheckpointInterval(Duration.newBuilder().setSeconds(60)).build();
    var impatient =
        request().setCheckpointInterval(Duration.newBuilder().setNanos(100_000_000)).build();
    try (var slow = open(plane, patient);
        var fast = open(plane, impatient)) {
      snapshot(slow);
      snapshot(fast);
      var first = fast.next();
      var second = fast.next();
      add(plane, "a", "contoso");

      assertEquals(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, first.getKind());
      assertEquals(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, second.getKind());
      assertEquals(List.of("ADDED subscriptions/a"), said(List.of(slow.next())));
    }
  }

  @Test
  void aRequestThatCannotBeServedIsRefusedWithTheFieldAtFault() {
    for (var wrong :
        List.of(
            request().addKinds(ResourceKind.RESOURCE_KIND_UNSPECIFIED),
            request().addKindsValue(99),
            request().setParent("subscriptions//x"),
            request().addNames("not a name"),
            request().setCheckpointInterval(Duration.newBuilder().setNanos(1)),
            request().setCheckpointInterval(Duration.newBuilder().setSeconds(61)))) {
      try (var watch = open(plane, wrong.build())) {
        var refused = Refusal.of(watch.error());

        assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
        assertEquals(1, refused.fields().size(), refused.message());
      }
    }
  }

  private static WatchRequest.Builder request() {
    return WatchRequest.newBuilder();
  }

  private static WatchRequest resuming(String token) {
    return WatchRequest.newBuilder().setResumeToken(token).build();
  }
}
