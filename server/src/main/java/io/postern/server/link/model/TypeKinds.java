package io.postern.server.link.model;

import java.util.List;
import java.util.Locale;

/**
 * What the kind of a resource decides beside its type: which of two rows holds, as for the two
 * services of one Redis type, and how many members there are, as for accounts of AI services.
 */
final class TypeKinds {
  private static final String ACCOUNTS = "Microsoft.CognitiveServices/accounts";

  /** The kinds of accounts that answer under all three names; the others have one. */
  private static final List<String> WHOLE_ACCOUNTS = List.of("", "aiservices", "foundry");

  private TypeKinds() {}

  /**
   * The row for a kind: the one whose display name ends with it, as {@code ManagedRedis} does with
   * "Azure Managed Redis", else the first.
   */
  static CatalogueGroup choose(List<CatalogueGroup> rows, String kind) {
    var chosen =
        rows.stream()
            .filter(row -> !kind.isEmpty() && plain(row.displayName()).endsWith(plain(kind)))
            .findFirst()
            .orElse(rows.getFirst());
    return chosen.type().equals(ACCOUNTS) ? account(chosen, kind) : chosen;
  }

  private static CatalogueGroup account(CatalogueGroup group, String kind) {
    if (WHOLE_ACCOUNTS.contains(plain(kind)) || group.members().size() == 1) return group;
    var member = group.members().getFirst();
    var service = plain(kind).equals("openai") ? ".openai." : ".cognitiveservices.";
    var names =
        group.names().stream()
            .filter(name -> name.contains(service))
            .map(name -> member + name.substring(name.indexOf('=')))
            .toList();
    return new CatalogueGroup(
        group.type(),
        group.groupId(),
        group.displayName(),
        group.zones(),
        group.publicSuffixes(),
        List.of(member),
        names);
  }

  private static String plain(String text) {
    return text.replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
