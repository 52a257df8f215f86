package io.postern.server.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Recursion;
import io.postern.dns.lookup.Resolution;
import io.postern.dns.lookup.ViewLookup;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.simulation.Turns.Actor;
import io.postern.server.simulation.World.Place;
import io.postern.server.testing.Lab;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.RejectConnectionRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one seed makes happen, and what must be so after each step of it. */
final class Simulation implements AutoCloseable {
  /** What the lab's storage accounts have for everybody. */
  private static final String PUBLIC = "203.0.113.161";

  private static final int WATCHERS = 3;
  private static final int STEPS = 80;
  private static final int MORE_THAN_ENOUGH = 10_000;

  /** What a write may fail with where another one came first or a server was killed. */
  private static final Set<Code> HARMLESS =
      EnumSet.of(
          Code.UNAVAILABLE,
          Code.CANCELLED,
          Code.NOT_FOUND,
          Code.ALREADY_EXISTS,
          Code.FAILED_PRECONDITION,
          Code.ABORTED);

  private final World world;
  private final Random random;
  private final History history;
  private final List<Site> sites;
  private final List<Watcher> watchers = new ArrayList<>();

  /** A server with the writer that calls it. */
  private static final class Site {
    private final Place place;
    private final AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
    private Revision served;
    private @Nullable Actor writer;

    Site(Place place) {
      this.place = place;
      this.served = server().served();
    }

    SimulatedServer server() {
      return place.server();
    }
  }

  Simulation(World world, Random random) {
    this.world = world;
    this.random = random;
    this.history = new History(world.store().log());
    this.sites = world.places().stream().map(Site::new).toList();
    for (int i = 0; i < WATCHERS; i++) watchers.add(new Watcher(history));
    for (var watcher : watchers) watcher.open(anySite().server().channel());
    world.faults().begin(random);
  }

  void run() {
    for (int step = 0; step < STEPS; step++) {
      step();
      check();
    }
    finish();
  }

  private Site anySite() {
    return sites.get(random.nextInt(sites.size()));
  }

  private void step() {
    int what = random.nextInt(100);
    if (what < 40) follow(anySite());
    else if (what < 75) write(anySite());
    else if (what < 92) watch(watchers.get(random.nextInt(watchers.size())));
    else if (what < 95) restart(anySite());
    else if (what < 97) compact();
    else world.clock().advance(Duration.ofSeconds(random.nextInt(60)));
  }

  private void follow(Site site) {
    world.step(site.server().followers().get(random.nextInt(2)));
  }

  /** Begins a write, or lets the one that is under way go on. */
  private void write(Site site) {
    var writer = site.writer;
    if (writer == null) {
      site.writer = world.turns().begin("writer", wantedWrite(site));
    } else {
      world.step(writer);
      if (writer.ended()) site.writer = null;
    }
  }

  private Runnable wantedWrite(Site site) {
    int endpoint = random.nextInt(World.ENDPOINTS);
    int what = random.nextInt(10);
    var server = site.server();
    return () -> {
      try {
        if (what < 2) create(server.channel(), endpoint);
        else if (what < 3) delete(server.channel(), endpoint);
        else decide(server, endpoint, what < 7);
      } catch (StatusRuntimeException e) {
        if (!HARMLESS.contains(e.getStatus().getCode())) site.wrong.set(e);
      } catch (RuntimeException | Error e) {
        site.wrong.set(e);
      }
    };
  }

  private static String id(int endpoint) {
    return "pe-" + endpoint;
  }

  private static String name(int endpoint) {
    return Lab.CONSUMER + "/providers/Microsoft.Network/privateEndpoints/" + id(endpoint);
  }

  private static void create(Channel channel, int endpoint) {
    var lab = Lab.of(channel);
    var target =
        Lab.PROVIDER + "/providers/Microsoft.Storage/storageAccounts/" + World.account(endpoint);
    var _ = lab.endpoint(id(endpoint), Lab.wanted(World.NETWORK, target, true, "blob"));
    var _ = lab.zoneGroup(name(endpoint), World.ZONE);
  }

  private static void delete(Channel channel, int endpoint) {
    try {
      var _ =
          PrivateEndpointServiceGrpc.newBlockingStub(channel)
              .deletePrivateEndpoint(
                  DeletePrivateEndpointRequest.newBuilder().setName(name(endpoint)).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Code.NOT_FOUND) throw e;
    }
  }

  /** Approves or rejects; once that is acknowledged the server's DNS has it. */
  private void decide(SimulatedServer server, int endpoint, boolean approves) {
    var connection =
        PrivateEndpointServiceGrpc.newBlockingStub(server.channel())
            .getPrivateEndpoint(
                GetPrivateEndpointRequest.newBuilder().setName(name(endpoint)).build())
            .getPrivateEndpoint()
            .getConnectionStatus()
            .getConnection();
    var connections = PrivateEndpointConnectionServiceGrpc.newBlockingStub(server.channel());
    var token =
        approves
            ? connections
                .approveConnection(
                    ApproveConnectionRequest.newBuilder().setName(connection).build())
                .getRevisionToken()
            : connections
                .rejectConnection(RejectConnectionRequest.newBuilder().setName(connection).build())
                .getRevisionToken();
    var revision = Revision.parse(token, "revision_token");
    assertFalse(
        revision.isAfter(server.served()), "acknowledged at " + revision + ", served before it");
    history.read();
    assertEquals(approves ? "APPROVED" : "REJECTED", history.connections(revision).get(connection));
  }

  private void watch(Watcher watcher) {
    if (!watcher.isWatching()) watcher.open(anySite().server().channel());
    else if (random.nextInt(8) == 0) watcher.leave();
    else watcher.read();
  }

  private void restart(Site site) {
    site.place.restart();
    // What it says first is all there was when it began.
    assertFalse(site.served.isAfter(site.server().served()), "DNS went back when it was restarted");
    site.served = site.server().served();
  }

  private void compact() {
    history.read();
    world.store().log().compact(world.clock().instant());
  }

  /** What holds at every moment. */
  private void check() {
    history.read();
    for (var site : sites) {
      var wrong = site.wrong.get();
      if (wrong != null) throw new AssertionError("a write went wrong", wrong);
      var index = site.server().index();
      var revision = new Revision(index.revision());
      assertFalse(site.served.isAfter(revision), "the served revision went back");
      site.served = revision;
      for (int i = 0; i < World.ENDPOINTS; i++) {
        var name = World.account(i) + "." + Lab.BLOB_ZONE;
        assertEquals(
            history.answered(name, revision), answered(site, name), name + " at " + revision);
      }
    }
  }

  private static Set<String> answered(Site site, String name) {
    var index = site.server().index();
    var view = Objects.requireNonNull(index.view(ResourceName.of(World.NETWORK).key()));
    var question = new Question(DnsName.parse(name), RecordType.A);
    var addresses = new TreeSet<String>();
    if (ViewLookup.resolve(index, view, question, Recursion.NONE)
        instanceof Resolution.Answer answer)
      for (var owned : answer.answers())
        if (owned.records().type().equals(RecordType.A))
          for (var data : owned.records().rdata()) addresses.add(text(data.toBuffer()));
    // Where no endpoint answers, the public side does.
    return addresses.equals(Set.of(PUBLIC)) ? Set.of() : addresses;
  }

  private static String text(ByteBuffer address) {
    var octets = new byte[address.remaining()];
    address.get(octets);
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Nothing fails any more: all come to where the log is. */
  private void finish() {
    world.faults().end();
    for (var site : sites) {
      for (int i = 0; site.writer != null; i++) {
        assertTrue(i < MORE_THAN_ENOUGH, "a write does not end");
        site.server().followers().forEach(world::step);
        write(site);
      }
    }
    var last = lastChange();
    for (var site : sites) {
      site.server().followers().forEach(world::step);
      assertEquals(last, site.server().served());
    }
    for (var watcher : watchers) {
      while (!watcher.isAt(last)) {
        if (!watcher.isWatching()) watcher.open(anySite().server().channel());
        watcher.readThrough(last);
      }
    }
    check();
  }

  /** The endpoints go; with a change of a connection at the end, so that every watch is told. */
  private Revision lastChange() {
    var channel = sites.getFirst().server().channel();
    delete(channel, 0);
    create(channel, 0);
    for (int i = World.ENDPOINTS - 1; i >= 0; i--) delete(channel, i);
    history.read();
    return history.last();
  }

  @Override
  public void close() {
    watchers.forEach(Watcher::leave);
  }
}
