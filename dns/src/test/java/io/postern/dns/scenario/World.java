package io.postern.dns.scenario;

import io.postern.dns.master.MasterFileException;
import io.postern.dns.master.ZoneLoader;
import io.postern.dns.name.DnsName;
import io.postern.dns.scenario.ScenarioText.Block;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.ClaimState;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a scenario is asked about.
 *
 * <ul>
 *   <li>{@code ZONE apex [policy]}: a zone, with its master file below; the policy is that for
 *       claims.
 *   <li>{@code NETWORK name}: a network; below it the zones that it sees, {@code apex [redirect]},
 *       and its peers, {@code peer name}. Without any there is one network that sees all zones.
 *   <li>{@code CLAIM owner network state address}: an endpoint's; the first is the oldest. The
 *       owner's zone is the longest that it is in.
 *   <li>{@code PUBLIC name [privateLinkName]}: a resource's public name, with its public records
 *       below ({@code ttl type data}); with a second name it has an endpoint somewhere.
 *   <li>{@code STRANGERS refused}: a client of no network is not answered.
 * </ul>
 */
final class World {
  /** The network of a scenario that tells of none. */
  private static final String EVERYBODY = "everybody";

  private static final String ANY_SOA = "@ SOA ns admin 1 2 3 4 5\n";
  private static final int CLAIM_TTL = 10;

  private final Path folder;
  private final Map<DnsName, Zone> zones = new LinkedHashMap<>();
  private final Map<String, Block> networks = new LinkedHashMap<>();
  private final Map<DnsName, List<Claim>> claims = new LinkedHashMap<>();
  private final List<PublicName> publicNames = new ArrayList<>();
  private UnknownClients strangers = UnknownClients.PUBLIC;

  /**
   * @param folder for the zones' files
   */
  World(Path folder) {
    this.folder = folder;
  }

  /** Takes in a block; false if it is none of those above. */
  boolean add(Block block) throws IOException {
    switch (block.keyword()) {
      case "ZONE" -> addZone(block);
      case "NETWORK" -> networks.put(block.word(), block);
      case "CLAIM" -> addClaim(block);
      case "PUBLIC" -> addPublicName(block);
      case "STRANGERS" -> strangers = UnknownClients.REFUSE;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The networks, in the order of the file; the index calls each by its {@link #key}. */
  List<String> networks() {
    return networks.isEmpty() ? List.of(EVERYBODY) : List.copyOf(networks.keySet());
  }

  /** What an index calls its network of this number, from 0, whatever the file calls it. */
  static String key(int number) {
    return "network-" + number;
  }

  /** Who asks where a query does not say it; empty for a machine of no network. */
  Optional<String> usualNetwork() {
    return networks.isEmpty() ? Optional.of(EVERYBODY) : Optional.empty();
  }

  UnknownClients strangers() {
    return strangers;
  }

  private void addZone(Block block) throws IOException {
    var apex = DnsName.parse(block.words().getFirst());
    var zone = load(apex, block);
    var policy =
        block.words().size() == 1
            ? ClaimPolicy.PER_NETWORK
            : ClaimPolicy.valueOf(block.words().get(1));
    zones.put(apex, zone.withClaimPolicy(policy));
  }

  private Zone load(DnsName apex, Block block) throws IOException {
    return load(apex, block, block.text());
  }

  private Zone load(DnsName apex, Block block, String text) throws IOException {
    try {
      return ZoneLoader.load(apex, Files.writeString(folder.resolve("zone"), text)).zone();
    } catch (MasterFileException e) {
      throw block.fault(String.valueOf(e.getMessage()));
    }
  }

  private void addClaim(Block block) throws IOException {
    var words = block.words();
    if (words.size() != 4) throw block.fault("CLAIM owner network state address");
    var owner = DnsName.parse(words.getFirst());
    var type = words.get(3).contains(":") ? "AAAA" : "A";
    var records = records(owner, block, List.of(CLAIM_TTL + " " + type + " " + words.get(3)));
    var network = 1 + networks().indexOf(words.get(1));
    if (network == 0) throw block.fault("no network " + words.get(1));
    var all = claims.computeIfAbsent(owner, it -> new ArrayList<>());
    var state = ClaimState.valueOf(words.get(2));
    all.add(new Claim(network, all.size(), state, records.recordSets()));
  }

  private void addPublicName(Block block) throws IOException {
    var name = DnsName.parse(block.words().getFirst());
    var publicName = PublicName.of(name, records(name, block, block.body()).recordSets());
    publicNames.add(
        block.words().size() == 1
            ? publicName
            : publicName.withPrivateLink(DnsName.parse(block.words().get(1)), true));
  }

  /** The records that a zone would have at this name. */
  private Node records(DnsName owner, Block block, List<String> lines) throws IOException {
    var text = new StringBuilder(ANY_SOA);
    for (var line : lines) text.append(owner).append(". ").append(line).append('\n');
    var node = load(owner.parent(), block, text.toString()).node(owner);
    if (node == null) throw block.fault("no record of " + owner);
    return node;
  }

  ZoneIndex index() {
    claims.forEach(this::claim);
    var index = ZoneIndex.empty().withRevision(7);
    var ids = new HashMap<DnsName, Integer>();
    for (var zone : zones.entrySet()) {
      ids.put(zone.getKey(), ids.size());
      index = index.withZone(ids.size() - 1, zone.getValue());
    }
    var names = networks();
    for (int i = 0; i < names.size(); i++) {
      index = index.withNetwork(key(i), view(names.get(i), ids), Set.of());
    }
    for (var name : publicNames) index = index.withPublicName(name);
    return index;
  }

  private void claim(DnsName owner, List<Claim> all) {
    var apex = owner;
    while (!zones.containsKey(apex)) apex = apex.parent();
    zones.computeIfPresent(
        apex,
        (it, zone) -> {
          var there = zone.node(owner);
          return zone.withNode(
              owner, new Node(there == null ? List.of() : there.recordSets(), all));
        });
  }

  private NetworkView view(String name, Map<DnsName, Integer> ids) {
    var view = NetworkView.of(1 + networks().indexOf(name), false);
    var block = networks.get(name);
    if (block == null) {
      for (var zone : ids.entrySet())
        view = view.withLink(zone.getKey(), new Link(zone.getValue(), false));
      return view;
    }
    var peers = new ArrayList<Integer>();
    for (var line : block.body()) {
      var words = line.split(" +");
      if (words[0].equals("peer")) {
        peers.add(1 + networks().indexOf(words[1]));
      } else {
        var apex = DnsName.parse(words[0]);
        var id = ids.get(apex);
        if (id == null) throw block.fault("no zone " + apex);
        view = view.withLink(apex, new Link(id, words.length > 1));
      }
    }
    return view.withPeers(peers);
  }
}
