package io.postern.server.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The model that random programs are held against: what there is, whose it is, what it shows, and
 * who was given or denied what. Small, and without any of the server's code.
 *
 * <p>Words stand in what there is: in names, tags, messages. Whoever may read a thing may see the
 * words that it shows, and nobody else may. So what one side of a connection may know of the other
 * is said where {@link EndpointSteps} says what an endpoint shows and what a connection shows.
 */
final class WhoSeesWhat {
  /**
   * Something that there is.
   *
   * @param shown all that it shows, its name first
   */
  record Thing(String tenant, String name, String shown) {
    String group() {
      return name.substring(0, name.indexOf("/providers"));
    }

    boolean isOf(String collection) {
      return ("/" + name.substring(0, name.lastIndexOf('/'))).endsWith("/" + collection);
    }
  }

  private record Rule(String tenant, String caller, String scope, boolean writes) {
    boolean covers(String who, String name) {
      boolean below = scope.startsWith("tenants/") || (name + "/").startsWith(scope + "/");
      return (caller.equals("*") || caller.equals(who)) && below;
    }
  }

  private final Set<String> words = new LinkedHashSet<>();
  private final Map<String, Thing> things = new LinkedHashMap<>();
  private final Map<String, Rule> roles = new LinkedHashMap<>();
  private final Map<String, Rule> denials = new LinkedHashMap<>();
  private final Map<String, Set<String>> known = new HashMap<>();
  private final Map<String, Set<String>> everSeen = new HashMap<>();
  private final Map<String, Set<String>> everHad = new HashMap<>();
  private final Map<String, Set<String>> asked = new HashMap<>();
  private final List<String> callers;

  WhoSeesWhat(List<String> callers) {
    this.callers = callers;
  }

  static String tenantOf(String caller) {
    return caller.substring(caller.indexOf('@') + 1);
  }

  /** There is a word to look for from now on. */
  String word(String word) {
    words.add(word);
    return word;
  }

  /** Everybody of a tenant knows its name and that of its subscription. */
  void knows(String tenant, String word) {
    of(known, tenant).add(word);
    of(everHad, tenant).add(word);
    for (var caller : callers) if (tenantOf(caller).equals(tenant)) of(everSeen, caller).add(word);
  }

  /** There is something, which shows its name and some texts. */
  void made(String tenant, String name, String... shown) {
    things.put(name, new Thing(tenant, name, name + " " + String.join(" ", shown)));
    noteWhoSees();
  }

  /** Something shows more than before. */
  void shows(String name, String more) {
    things.computeIfPresent(
        name, (_, thing) -> new Thing(thing.tenant(), name, thing.shown() + " " + more));
    noteWhoSees();
  }

  void gone(String name) {
    things.keySet().removeIf(other -> (other + "/").startsWith(name + "/"));
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

  /**
   * Somebody asked with some words, which its tenant has from then on in refusals that it keeps.
   */
  void asked(String caller, String request) {
    of(asked, tenantOf(caller)).addAll(in(request));
  }

  List<String> assignments() {
    return new ArrayList<>(roles.keySet());
  }

  List<Thing> things() {
    return new ArrayList<>(things.values());
  }

  Thing thing(String name) {
    return Objects.requireNonNull(things.get(name), name);
  }

  /** Those of one collection, such as {@code virtualNetworks}. */
  List<Thing> things(String collection) {
    return things.values().stream().filter(it -> it.isOf(collection)).toList();
  }

  boolean reads(String caller, Thing thing) {
    return may(caller, thing.tenant(), thing.name(), false);
  }

  boolean reads(String caller, String tenant, String name) {
    return may(caller, tenant, name, false);
  }

  boolean writes(String caller, Thing thing) {
    return may(caller, thing.tenant(), thing.name(), true);
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

  private boolean sees(String caller, String word) {
    return of(known, tenantOf(caller)).contains(word)
        || things.values().stream().anyMatch(it -> it.shown().contains(word) && reads(caller, it));
  }

  private void noteWhoSees() {
    for (var thing : things.values()) {
      var shown = in(thing.shown());
      of(everHad, thing.tenant()).addAll(shown);
      for (var caller : callers) if (reads(caller, thing)) of(everSeen, caller).addAll(shown);
    }
  }

  private static Set<String> of(Map<String, Set<String>> sets, String key) {
    return sets.computeIfAbsent(key, _ -> new HashSet<>());
  }

  private List<String> in(String text) {
    return words.stream().filter(text::contains).toList();
  }

  /**
   * The words in a text that a caller may not see now.
   *
   * @param request what it asked with, and so knows
   */
  List<String> leaked(String caller, String request, String text) {
    return in(text).stream()
        .filter(word -> !request.contains(word) && !sees(caller, word))
        .toList();
  }

  /** The words in a text that a caller could never see: for what was sent while time went on. */
  List<String> everLeaked(String caller, String text) {
    return in(text).stream().filter(word -> !of(everSeen, caller).contains(word)).toList();
  }

  /** The words that nothing of the caller's tenant ever showed: for what is kept of writes. */
  List<String> neverHad(String caller, String text) {
    return in(text).stream().filter(word -> !of(everHad, tenantOf(caller)).contains(word)).toList();
  }

  /** The same without those that the tenant asked with: for what is kept of refusals. */
  List<String> neverHeard(String caller, String text) {
    return neverHad(caller, text).stream()
        .filter(word -> !of(asked, tenantOf(caller)).contains(word))
        .toList();
  }

  /** How many words a text shows. */
  int shown(String text) {
    return in(text).size();
  }
}
