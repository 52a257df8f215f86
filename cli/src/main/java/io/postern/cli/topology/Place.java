package io.postern.cli.topology;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where in the file a resource is declared.
 *
 * @param entry its key and what is below it
 */
record Place(Yaml.Entry entry) {
  /** The line of its key. */
  int line() {
    return line(entry.keyNode());
  }

  /**
   * The line of a field, or of as much of it as the file has.
   *
   * @param path as the API's JSON has it, such as {@code addressPrefixes[0]}
   */
  int line(String path) {
    var found = entry.keyNode();
    var node = entry.value();
    for (var key : path.split("\\.|\\[|\\]\\.?")) {
      if (key.isEmpty()) continue;
      var next = Yaml.below(node, key);
      if (next.isEmpty()) break;
      found = next.get().keyNode();
      node = next.get().value();
    }
    return line(found);
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
