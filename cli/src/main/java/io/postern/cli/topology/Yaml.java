package io.postern.cli.topology;

import io.postern.cli.session.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as nodes that know their line, with what is wrong about their shape said by line. */
final class Yaml {
  private Yaml() {}

  /** A key and what stands below it. */
  record Entry(String key, Node keyNode, Node value) {}

  /**
   * The one document of a text; empty when there are only comments.
   *
   * @throws TopologyException when it is not YAML, or unfolds to too much
   */
  static Optional<Node> document(String text) {
    var settings = LoadSettings.builder().setCodePointLimit(TopologyFile.MOST_BYTES).build();
    try {
      YamlLimits.check(settings, text);
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(it -> it.getLine() + 1).orElse(1);
      throw new TopologyException(line + ": this is not YAML: " + e.getProblem() + "");
    } catch (YamlEngineException e) {
      throw new TopologyException("1: this is not YAML: " + e.getMessage());
    }
  }

  /** The entries of a mapping, in order; a key with nothing below it has none. */
  static List<Entry> entries(Node node) {
    if (isNothing(node)) return List.of();
    if (!(node instanceof MappingNode mapping) || mapping.isRecursive())
      throw TopologyException.at(node, "keys with values are needed here");
    var entries = new ArrayList<Entry>();
    var seen = new HashSet<String>();
    for (var tuple : mapping.getValue()) {
      var key = text(tuple.getKeyNode());
      if (!seen.add(key))
        throw TopologyException.at(tuple.getKeyNode(), "'" + key + "' stands here twice");
      entries.add(new Entry(key, tuple.getKeyNode(), tuple.getValueNode()));
    }
    return entries;
  }

  /** What stands below a key of a mapping, or at an index of a list; for a scalar there is none. */
  static Optional<Entry> below(Node node, String step) {
    if (node instanceof SequenceNode sequence) {
      var items = sequence.getValue();
      int index = step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : items.size();
      return index < items.size()
          ? Optional.of(new Entry(step, items.get(index), items.get(index)))
          : Optional.empty();
    }
    if (!(node instanceof MappingNode)) return Optional.empty();
    return entries(node).stream().filter(entry -> entry.key().equals(step)).findFirst();
  }

  /** The items of a list. */
  static List<Node> items(Node node) {
    if (node instanceof SequenceNode sequence && !sequence.isRecursive())
      return sequence.getValue();
    throw TopologyException.at(node, "a list is needed here; begin each entry with '- '");
  }

  static String text(Node node) {
    if (node instanceof ScalarNode scalar && !isNothing(node)) return scalar.getValue();
    throw TopologyException.at(node, "a single value is needed here");
  }

  static TopologyException unknown(Entry entry, String what, Collection<String> known) {
    var suggestion = Suggestion.sentence(entry.key(), known);
    return TopologyException.at(
        entry.keyNode(),
        "'"
            + entry.key()
            + "' is not "
            + what
            + (suggestion.isEmpty() ? "; there are " + String.join(", ", known) : suggestion));
  }

  private static boolean isNothing(Node node) {
    return node.getNodeType() == NodeType.SCALAR && node.getTag().equals(Tag.NULL);
  }
}
