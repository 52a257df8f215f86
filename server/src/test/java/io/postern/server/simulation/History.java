package io.postern.server.simulation;

import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ChangeLog;
import io.postern.server.zone.model.DerivedRecords;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.ZoneGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the log says was so at each revision, kept in the simplest way. */
final class History {
  private final ChangeLog log;
  private final Map<ResourceName, PrivateEndpoint> endpoints = new HashMap<>();
  private final Map<ResourceName, ZoneGroup> groups = new HashMap<>();
  private final Map<ResourceName, Connection> connections = new TreeMap<>();
  private final NavigableMap<Revision, At> revisions = new TreeMap<>();
  private final NavigableMap<Revision, List<String>> moves = new TreeMap<>();

  /**
   * @param answered the addresses that are answered privately, by name
   * @param connections those that there are, with their states
   */
  private record At(Map<String, Set<String>> answered, Map<String, String> connections) {}

  /** Begins now, while there are no endpoints. */
  History(ChangeLog log) {
    this.log = log;
    revisions.put(log.last(), new At(Map.of(), Map.of()));
  }

  /** Takes in what has been committed since. */
  void read() {
    List<Change> changes;
    do {
      changes = log.after(revisions.lastKey(), 1_000);
      for (int i = 0; i < changes.size(); i++) {
        var change = changes.get(i);
        take(change);
        var isLast =
            i + 1 == changes.size() || changes.get(i + 1).revision().isAfter(change.revision());
        if (isLast) revisions.put(change.revision(), new At(answered(), states()));
      }
    } while (!changes.isEmpty());
  }

  private void take(Change change) {
    var lives = change.operation() != Operation.DELETED;
    switch (change.resource()) {
      case PrivateEndpoint endpoint -> put(endpoints, endpoint.name(), endpoint, lives);
      case ZoneGroup group -> put(groups, group.privateEndpoint(), group, lives);
      case Connection connection -> {
        put(connections, connection.name(), connection, lives);
        moves
            .computeIfAbsent(change.revision(), absent -> new ArrayList<>())
            .add(change.operation() + " " + connection.name().text());
      }
      default -> {}
    }
  }

  private static <T> void put(
      Map<ResourceName, T> map, ResourceName name, T resource, boolean lives) {
    if (lives) map.put(name, resource);
    else map.remove(name);
  }

  private Map<String, String> states() {
    var states = new TreeMap<String, String>();
    connections.forEach(
        (name, connection) -> states.put(name.text(), connection.state().label().name()));
    return states;
  }

  private Map<String, Set<String>> answered() {
    var answered = new TreeMap<String, Set<String>>();
    for (var connection : connections.values()) {
      var endpoint = endpoints.get(connection.endpoint());
      var group = groups.get(connection.endpoint());
      if (!connection.isApproved() || endpoint == null || group == null) continue;
      for (var zone : group.zones()) {
        var apex = PrivateDnsZone.apex(zone);
        for (var record : DerivedRecords.of(endpoint, apex)) {
          var addresses =
              answered.computeIfAbsent(
                  record.relativeName() + "." + apex.text(), absent -> new TreeSet<>());
          record.addresses().forEach(address -> addresses.add(address.toString()));
        }
      }
    }
    return answered;
  }

  Revision last() {
    return revisions.lastKey();
  }

  /** The addresses that a name is answered with privately. */
  Set<String> answered(String name, Revision at) {
    return revisions.floorEntry(at).getValue().answered().getOrDefault(name, Set.of());
  }

  /** The states of the connections that there are, by name. */
  Map<String, String> connections(Revision at) {
    return revisions.floorEntry(at).getValue().connections();
  }

  /** What happened to connections after a revision and through another, in its order. */
  List<String> moves(Revision after, Revision through) {
    return moves.subMap(after, false, through, true).values().stream()
        .flatMap(List::stream)
        .toList();
  }
}
