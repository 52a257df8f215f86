package io.postern.cli.noun;

import com.google.protobuf.Message;
import io.postern.cli.name.NamePattern;
import io.postern.cli.name.ShortName;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the full name that a typed name means.
 *
 * <ol>
 *   <li>A name that begins with {@code subscriptions/} or {@code tenants/} is full.
 *   <li>Otherwise it is the last ids of a name, and options and context give the rest.
 *   <li>If they do not give all of it, the server is asked for what is there: the name counts if
 *       exactly one resource has it.
 * </ol>
 */
public final class NameResolver {
  /** Connections are called after their endpoint and a GUID, which nobody types. */
  private static final Pattern GUID_AT_END =
      Pattern.compile("(?i).*\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int MOST_CANDIDATES_SHOWN = 5;

  private final PosternClient client;
  private final Session session;
  private final ScopeOptions options;

  public NameResolver(PosternClient client, Session session, ScopeOptions options) {
    this.client = client;
    this.session = session;
    this.options = options;
  }

  /** The full name of the resource that {@code typed} means; whether it exists may be unknown. */
  public String resolve(Noun<?> noun, String typed) {
    var bare = typed.startsWith("/") ? typed.substring(1) : typed;
    var pattern = noun.pattern();
    if (isFull(bare)) {
      if (pattern.match(bare).isEmpty()) throw malformed(typed, noun.label(), pattern);
      return bare;
    }
    var ids = List.of(bare.split("/", -1));
    var variables = pattern.variables();
    if (ids.size() > variables.size() || ids.contains("")) {
      throw malformed(typed, noun.label(), pattern);
    }
    var values = known(noun);
    if (needsLookup(noun, bare)) return lookUp(noun, ids, values);
    var completed = new LinkedHashMap<>(values);
    int first = variables.size() - ids.size();
    for (int i = 0; i < ids.size(); i++) completed.put(variables.get(first + i), ids.get(i));
    noteNarrowing(values, variables.subList(0, first));
    return pattern.fill(completed).orElseGet(() -> lookUp(noun, ids, values));
  }

  /** What to list for the resources of a kind that options and context mean. */
  public String listParent(Noun<?> noun) {
    return noun.pattern().listParent(known(noun));
  }

  /** The full name that {@code --endpoint} means; empty when it is not given. */
  public String endpoint() {
    return options
        .parent(Noun.Parent.ENDPOINT)
        .map(typed -> resolveParent(Noun.Parent.ENDPOINT, typed))
        .orElse("");
  }

  /** The ids that options and context give for names of a kind, by the variables of its shape. */
  public SequencedMap<String, String> known(Noun<?> noun) {
    requireFitting(noun);
    var values = new LinkedHashMap<String, String>();
    if (noun.parent().isPresent()) {
      var parent = noun.parent().get();
      var given = options.parent(parent);
      if (given.isPresent()) {
        var name = resolveParent(parent, given.get());
        return noun.pattern().parent().match(name).orElse(values);
      }
    }
    var context = session.context();
    var subscription = options.subscription(context.subscription());
    var group = options.group(context.group());
    subscription.ifPresent(id -> values.put(NamePattern.SUBSCRIPTION, ShortName.id(id)));
    if (noun.pattern().variables().contains(NamePattern.RESOURCE_GROUP)) {
      if (group.isPresent() && subscription.isEmpty()) {
        throw CommandFailure.usage("a resource group is in a subscription: add --subscription");
      }
      group.ifPresent(id -> values.put(NamePattern.RESOURCE_GROUP, ShortName.id(id)));
    }
    return values;
  }

  /**
   * Remembers, for the case that nothing is found, what options and context gave.
   *
   * @param completed the variables that were not typed
   */
  private void noteNarrowing(SequencedMap<String, String> values, List<String> completed) {
    var given = new LinkedHashMap<>(values);
    given.keySet().retainAll(completed);
    var subscription = given.get(NamePattern.SUBSCRIPTION);
    var group = given.get(NamePattern.RESOURCE_GROUP);
    if (group != null && options.group == null) {
      session.narrowedBy("group " + group, "POSTERN_GROUP", "-g -");
    } else if (subscription != null && options.subscription == null) {
      session.narrowedBy("subscription " + subscription, "POSTERN_SUBSCRIPTION", "-s -");
    }
  }

  /** An option that says nothing about a kind is a mistake, and ignoring it would list too much. */
  private void requireFitting(Noun<?> noun) {
    for (var parent : Noun.Parent.values()) {
      if (options.parent(parent).isEmpty() || noun.parent().equals(Optional.of(parent))) continue;
      if (noun.equals(LinkNouns.CONNECTION) && parent == Noun.Parent.ENDPOINT) continue;
      throw CommandFailure.usage(parent.option() + " says nothing about a " + noun.label());
    }
  }

  private String resolveParent(Noun.Parent parent, String typed) {
    return switch (parent) {
      case VNET -> unscoped().resolve(NetworkNouns.VNET, typed);
      case ZONE -> unscoped().resolve(DnsNouns.ZONE, typed);
      case ENDPOINT -> unscoped().resolve(LinkNouns.ENDPOINT, typed);
      case TARGET -> unscoped().resolveTarget(typed);
    };
  }

  /** The same without the options for parents, which do not speak of the parents themselves. */
  private NameResolver unscoped() {
    return new NameResolver(client, session, options.withoutParents());
  }

  /** A target is a private link service or a private-link resource. */
  private String resolveTarget(String typed) {
    var ids = List.of(typed.split("/", -1));
    if (ids.size() != 1) return resolve(LinkNouns.RESOURCE, typed);
    var matches = matches(LinkNouns.SERVICE, ids, known(LinkNouns.SERVICE));
    matches.addAll(matches(LinkNouns.RESOURCE, ids, known(LinkNouns.RESOURCE)));
    return only(
        matches,
        typed,
        "private link service or private-link resource",
        LinkNouns.RESOURCE.pattern());
  }

  private static boolean isFull(String name) {
    var key = name.toLowerCase(Locale.ROOT);
    return key.startsWith("subscriptions/") || key.startsWith("tenants/");
  }

  private static boolean needsLookup(Noun<?> noun, String name) {
    return noun.equals(LinkNouns.CONNECTION) && !GUID_AT_END.matcher(name).matches();
  }

  private String lookUp(Noun<?> noun, List<String> ids, SequencedMap<String, String> values) {
    return only(matches(noun, ids, values), String.join("/", ids), noun.label(), noun.pattern());
  }

  private <R extends Message> List<String> matches(
      Noun<R> noun, List<String> ids, SequencedMap<String, String> values) {
    noteNarrowing(values, noun.pattern().variables());
    var matches = new ArrayList<String>();
    var pattern = noun.pattern();
    for (var resource : noun.client().apply(client).list(pattern.listParent(values))) {
      var name = noun.nameOf(resource);
      if (pattern.match(name).filter(found -> endsWith(found, ids, noun)).isPresent()) {
        matches.add(name);
      }
    }
    return matches;
  }

  private static boolean endsWith(
      SequencedMap<String, String> found, List<String> ids, Noun<?> noun) {
    var values = List.copyOf(found.values());
    int first = values.size() - ids.size();
    for (int i = 0; i < ids.size(); i++) {
      var value = values.get(first + i);
      boolean same = value.equalsIgnoreCase(ids.get(i));
      boolean sameEndpoint =
          needsLookup(noun, ids.getLast())
              && i == ids.size() - 1
              && value.regionMatches(true, 0, ids.get(i) + ".", 0, ids.get(i).length() + 1);
      if (!same && !sameEndpoint) return false;
    }
    return true;
  }

  /**
   * @param pattern the shape whose ids tell the matches apart, each as it could be typed
   */
  private static String only(
      List<String> matches, String typed, String label, NamePattern pattern) {
    if (matches.size() == 1) return matches.getFirst();
    if (matches.isEmpty()) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "there is no " + label + " '" + typed + "'");
    }
    var shown =
        matches.stream()
            .limit(MOST_CANDIDATES_SHOWN)
            .map(
                name -> pattern.match(name).map(ids -> String.join("/", ids.values())).orElse(name))
            .collect(Collectors.joining(", "));
    throw CommandFailure.usage(
        "'"
            + typed
            + "' could be any of "
            + matches.size()
            + ": "
            + shown
            + (matches.size() > MOST_CANDIDATES_SHOWN ? ", ..." : "")
            + "; write more of the name");
  }

  private static CommandFailure malformed(String typed, String label, NamePattern pattern) {
    return CommandFailure.usage(
        "'" + typed + "' is not the name of a " + label + ", which looks like " + pattern);
  }
}
