package io.postern.cli.topology;

import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One resource that a topology says should exist.
 *
 * @param name its full name
 * @param parent what to create it in: a full name, empty for a subscription
 * @param id the last segment of its name
 * @param fields what the file sets
 * @param providers those that should be registered; only a subscription has any
 * @param quotas limits by the name of the quota; only a subscription has any
 * @param place where in the file it is
 */
record Declaration<R extends Message>(
    ResourceType<R> type,
    String name,
    String parent,
    String id,
    Wanted.Fields fields,
    List<String> providers,
    Map<String, Long> quotas,
    Place place) {
  Declaration {
    providers = List.copyOf(providers);
    quotas = Map.copyOf(quotas);
  }

  /** The name as a person would write it in the file. */
  String shortName() {
    return NameForm.brief(type.pattern(), name);
  }

  /** The name in the form in which names are compared. */
  String key() {
    return key(name);
  }

  /** Names are the same without regard to case. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The keys of everything this needs to exist, in the file or not. */
  Set<String> needs() {
    var names = new HashSet<String>();
    names.add(key(parent));
    fields.references(name -> names.add(key(name)));
    return names;
  }
}
