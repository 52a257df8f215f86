package io.postern.server.simulation;

import io.postern.server.app.Parts;
import io.postern.server.simulation.Turns.Actor;
import io.postern.server.store.Store;
import io.postern.server.testing.FakeClock;
import io.postern.server.testing.Lab;
import io.postern.server.testing.SequentialIds;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A store and two servers on it, which one seed after the other plays with. Whatever a seed does,
 * all endpoints are gone before the next, and everybody has seen it.
 */
final class World implements AutoCloseable {
  /** How many endpoints may exist, each of a storage account of its own. */
  static final int ENDPOINTS = 3;

  static final String NETWORK = Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/vnet";
  static final String ZONE =
      Lab.CONSUMER + "/providers/Microsoft.Network/privateDnsZones/" + Lab.BLOB_ZONE;

  private final Store store;
  private final FakeClock clock = new FakeClock();
  private final Turns turns = new Turns();
  private final Faults faults = new Faults();
  private final Parts parts;
  private final List<Place> places;

  /** Where a server runs. */
  final class Place {
    private SimulatedServer server = start();

    SimulatedServer server() {
      return server;
    }

    /** Kills the server and starts another one. */
    void restart() {
      server.close();
      server = start();
    }
  }

  /**
   * @param store new, and made with these ids
   */
  World(Store store, SequentialIds ids) {
    this.store = store;
    this.parts = SimulatedServer.parts(clock, ids);
    this.places = Stream.generate(Place::new).limit(2).toList();
    var lab = Lab.in(places.getFirst().server().channel());
    var _ = lab.network("vnet", "10.1.0.0/16");
    for (int i = 0; i < ENDPOINTS; i++) lab.storage(account(i));
    var _ = lab.link(lab.zone(Lab.BLOB_ZONE), NETWORK, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    catchUp();
  }

  private SimulatedServer start() {
    return SimulatedServer.start(store, turns, faults, parts);
  }

  static String account(int endpoint) {
    return "acct" + endpoint;
  }

  /** Plays a seed; what it leaves is gone afterwards. */
  void play(long seed) {
    try (var simulation = new Simulation(this, new Random(seed))) {
      simulation.run();
    }
  }

  /** Lets all servers take in all that is stored. */
  void catchUp() {
    for (var place : places) place.server().followers().forEach(turns::step);
  }

  List<Place> places() {
    return places;
  }

  Store store() {
    return store;
  }

  FakeClock clock() {
    return clock;
  }

  Turns turns() {
    return turns;
  }

  Faults faults() {
    return faults;
  }

  /** Lets an actor run up to its next pause. */
  void step(Actor actor) {
    turns.step(actor);
  }

  @Override
  public void close() {
    places.forEach(place -> place.server().close());
  }
}
