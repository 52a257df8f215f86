package io.postern.cli.name;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of resources, cut down to what tells them apart in a table. */
public final class ShortName {
  private static final String PROVIDERS = "/providers/";

  private ShortName() {}

  /** The last id: {@code vnet-a}. */
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * The ids below the resource group: {@code vnet-a/subnet-1}. Empty for an empty name, and the
   * last id for a name that is in no resource group.
   */
  public static String path(String name) {
    int providers = name.toLowerCase(Locale.ROOT).indexOf(PROVIDERS);
    if (providers < 0) return id(name);
    var segments = name.substring(providers + PROVIDERS.length()).split("/");
    var ids = new StringBuilder();
    for (int i = 2; i < segments.length; i += 2) {
      ids.append(ids.isEmpty() ? "" : "/").append(segments[i]);
    }
    return ids.toString();
  }

  /** The ids from the subscription on: {@code contoso/app/vnet-a}. */
  public static String ids(String name) {
    int providers = name.toLowerCase(Locale.ROOT).indexOf(PROVIDERS);
    if (providers < 0) return id(name);
    var scope = name.substring(0, providers).split("/");
    var ids = new StringBuilder();
    for (int i = 1; i < scope.length; i += 2) ids.append(scope[i]).append('/');
    return ids.append(path(name)).toString();
  }

  public static String paths(Collection<String> names) {
    return names.stream().map(ShortName::path).collect(Collectors.joining(", "));
  }
}
