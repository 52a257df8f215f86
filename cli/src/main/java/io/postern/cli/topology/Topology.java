package io.postern.cli.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What should exist: the resources of a file, in the order in which they can be created. */
record Topology(List<Declaration<?>> declarations) {
  Topology {
    declarations = List.copyOf(declarations);
  }

  /**
   * Orders the declarations of a file so that each comes after what it needs; otherwise the order
   * of the file stays.
   */
  static Topology ordered(Map<String, Declaration<?>> byKey) {
    var ordered = new LinkedHashMap<String, Declaration<?>>();
    var visiting = new HashSet<String>();
    for (var declaration : byKey.values()) visit(declaration, byKey, ordered, visiting);
    return new Topology(new ArrayList<>(ordered.values()));
  }

  private static void visit(
      Declaration<?> declaration,
      Map<String, Declaration<?>> byKey,
      Map<String, Declaration<?>> ordered,
      Set<String> visiting) {
    // No kind refers to what refers back to it, so a circle can only be a mistake in the file: the
    // server says what is wrong with it when it comes to that.
    if (ordered.containsKey(declaration.key()) || !visiting.add(declaration.key())) return;
    for (var need : declaration.needs()) {
      var needed = byKey.get(need);
      if (needed != null) visit(needed, byKey, ordered, visiting);
    }
    ordered.put(declaration.key(), declaration);
  }
}
