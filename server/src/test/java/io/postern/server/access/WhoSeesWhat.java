package io.postern.server.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The model that random programs are held against: what there is, whose it is, and who was given or
 * denied what. Small, and without any of the server's code.
 */
final class WhoSeesWhat {
  /** Something with a word in it that nobody else has. */
  record Secret(String word, String tenant, String name) {}

  private record Rule(String tenant, String caller, String scope, boolean writes) {
    boolean covers(String who, String name) {
      boolean below = scope.startsWith("tenants/") || (name + "/").startsWith(scope + "/");
      return (caller.equals("*") || caller.equals(who)) && below;
    }
  }

  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final Map<String, String> zoneOfNetwork = new HashMap<>();
  private final Map<String, Rule> roles = new LinkedHashMap<>();
  private final Map<String, Rule> denials = new LinkedHashMap<>();
  private final Map<String, Set<String>> everSeen = new HashMap<>();
  private final List<String> callers;

  WhoSeesWhat(List<String> callers) {
    this.callers = callers;
    callers.forEach(caller -> everSeen.put(caller, new HashSet<>()));
  }

  static String tenantOf(String caller) {
    return caller.substring(caller.indexOf('@') + 1);
  }

  void made(Secret secret) {
    secrets.put(secret.word(), secret);
    noteWhoSees();
  }

  /** Notes that a network sees the zone with this word. */
  void linked(String network, String word) {
    zoneOfNetwork.put(network, word);
  }

  void given(String assignment, String tenant, String caller, String scope, boolean writes) {
    roles.put(assignment, new Rule(tenant, caller, scope, writes));
    noteWhoSees();
  }

  void taken(String assignment) {
    roles.remove(assignment);
    noteWhoSees();
  }

  void denied(String assignment, String tenant, String caller, String scope) {
    denials.put(assignment, new Rule(tenant, caller, scope, false));
    noteWhoSees();
  }

  List<String> assignments() {
    return new ArrayList<>(roles.keySet());
  }

  List<Secret> secrets() {
    return new ArrayList<>(secrets.values());
  }

  /** The words of the zones that a network sees. */
  List<String> linkedZones() {
    return new ArrayList<>(zoneOfNetwork.values());
  }

  /** The word of the zone that a network sees. */
  Optional<String> zoneLinkedTo(String network) {
    return Optional.ofNullable(zoneOfNetwork.get(network));
  }

  boolean reads(String caller, String tenant, String name) {
    return may(caller, tenant, name, false);
  }

  boolean writes(String caller, String tenant, String name) {
    return may(caller, tenant, name, true);
  }

  private boolean may(String caller, String tenant, String name, boolean write) {
    if (!tenantOf(caller).equals(tenant)) return false;
    // Denials are of reading alone.
    boolean denied =
        !write
            && denials.values().stream()
                .anyMatch(it -> it.tenant.equals(tenant) && it.covers(caller, name));
    if (denied) return false;
    var rules = roles.values().stream().filter(it -> it.tenant.equals(tenant)).toList();
    return rules.isEmpty()
        || rules.stream().anyMatch(it -> it.covers(caller, name) && (!write || it.writes));
  }

  boolean sees(String caller, Secret secret) {
    return reads(caller, secret.tenant(), secret.name());
  }

  private void noteWhoSees() {
    for (var caller : callers)
      for (var secret : secrets.values())
        if (sees(caller, secret)) seenBy(caller).add(secret.word());
  }

  private Set<String> seenBy(String caller) {
    return everSeen.computeIfAbsent(caller, it -> new HashSet<>());
  }

  /** The words in a text that a caller may not see now. */
  List<String> leaked(String caller, String text) {
    return secrets.values().stream()
        .filter(secret -> text.contains(secret.word()) && !sees(caller, secret))
        .map(Secret::word)
        .toList();
  }

  /** The words in a text that a caller could never see: for what was sent while time went on. */
  List<String> everLeaked(String caller, String text) {
    return secrets.keySet().stream()
        .filter(word -> text.contains(word) && !seenBy(caller).contains(word))
        .toList();
  }

  /** How many secrets a text shows. */
  int shown(String text) {
    return (int) secrets.keySet().stream().filter(text::contains).count();
  }
}
