package io.postern.server.simulation;

import com.google.inject.Injector;
import com.google.inject.Key;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.app.Parts;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.RuleSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.dnsview.DnsPublisher;
import io.postern.server.dnsview.QuickPublisher;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Caller;
import io.postern.server.simulation.Turns.Actor;
import io.postern.server.store.Store;
import io.postern.server.watch.OpenWatches;
import io.postern.server.watch.QuickHub;
import io.postern.server.watch.WatchHub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** One server: its DNS, its watches, and its services, called within the process. */
final class SimulatedServer implements AutoCloseable {
  private static final Key<Set<BindableService>> SERVICES = new Key<>() {};

  private final SimulatedStore store;
  private final Turns turns;
  private final DnsPublisher dns;
  private final WatchHub hub;
  private final OpenWatches watches;
  private final Server server;
  private final ManagedChannel channel;
  private final List<Actor> followers;

  private SimulatedServer(SimulatedStore store, Turns turns, Injector parts) throws IOException {
    this.store = store;
    this.turns = turns;
    this.dns = parts.getInstance(DnsPublisher.class);
    this.hub = parts.getInstance(WatchHub.class);
    this.watches = parts.getInstance(OpenWatches.class);
    dns.start();
    var first = store.nextFollower();
    hub.start();
    this.followers = List.of(first, store.nextFollower());
    var name = InProcessServerBuilder.generateName();
    var builder =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .intercept(parts.getInstance(Caller.class));
    parts.getInstance(SERVICES).forEach(builder::addService);
    this.server = builder.build().start();
    this.channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** The parts of servers as they are simulated. */
  static Parts parts(InstantSource clock, IdSource ids) {
    var settings =
        ServerSettings.in(Path.of("nowhere"))
            .with(AuthSettings.DECLARED)
            .with(new RuleSettings(RuleSettings.DEFAULT.provenDomains(), false));
    return new Parts(settings, clock, ids, new QuickPublisher(), new QuickHub());
  }

  static SimulatedServer start(Store store, Turns turns, Faults faults, Parts parts) {
    var simulated = new SimulatedStore(store, turns, faults);
    try {
      return new SimulatedServer(simulated, turns, parts.on(simulated));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Channel channel() {
    return channel;
  }

  /** The threads that follow the log: DNS and watches. */
  List<Actor> followers() {
    return followers;
  }

  /** What queries are answered from. */
  ZoneIndex index() {
    return dns.get();
  }

  private boolean follows(Revision revision) {
    try {
      return hub.awaitServed(revision, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Revision served() {
    return dns.served();
  }

  /** Kills the server: whoever waits in it fails, and all that it had in memory is gone. */
  @Override
  public void close() {
    // A watch that begins waits for what it has read to be followed, and nobody else would do that.
    do turns.step(followers.getLast());
    while (!follows(store.last()));
    store.leave();
    dns.close();
    followers.forEach(turns::free);
    watches.close();
    channel.shutdownNow();
    server.shutdownNow();
    hub.close();
  }
}
