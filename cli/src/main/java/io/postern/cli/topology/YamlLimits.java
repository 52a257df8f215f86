package io.postern.cli.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Holds a YAML text against limits while it is read piece by piece, before anything is built of it.
 * An alias counts as much as what it stands for, so that a few lines of aliases to aliases are what
 * they unfold to.
 */
final class YamlLimits {
  /** How deep lists and mappings may stand in each other. */
  static final int DEEPEST = 64;

  /** How many values a text may have with its aliases put in. */
  static final long MOST_VALUES = 1_000_000;

  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Long> valuesOf = new HashMap<>();

  private YamlLimits() {}

  /** A list or a mapping that has not ended yet. */
  private static final class Open {
    private final CollectionStartEvent start;
    private long values = 1;

    Open(CollectionStartEvent start) {
      this.start = start;
    }
  }

  /**
   * @throws TopologyException with the line where a text goes over a limit
   */
  static void check(LoadSettings settings, String text) {
    var limits = new YamlLimits();
    for (var event : new Parse(settings).parseString(text)) limits.take(event);
  }

  private void take(Event event) {
    switch (event) {
      case CollectionStartEvent start -> {
        open.push(new Open(start));
        if (open.size() > DEEPEST)
          throw at(event, "this stands more than " + DEEPEST + " levels deep");
      }
      case CollectionEndEvent _ -> {
        var ended = open.pop();
        add(event, ended.start, ended.values);
      }
      case ScalarEvent scalar -> add(event, scalar, 1);
      // Within what it stands for itself it has no size yet, and the reader refuses it.
      case AliasEvent alias -> count(event, valuesOf.getOrDefault(alias.getAlias(), 1L));
      default -> {}
    }
  }

  private void add(Event event, NodeEvent node, long values) {
    node.getAnchor().ifPresent(anchor -> valuesOf.put(anchor, values));
    count(event, values);
  }

  private void count(Event event, long values) {
    var around = open.peek();
    if (around == null) return;
    around.values += values;
    if (around.values > MOST_VALUES)
      throw at(event, "the file has more than " + MOST_VALUES + " values with its aliases put in");
  }

  private static TopologyException at(Event event, String message) {
    int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    return new TopologyException(line + ": " + message);
  }
}
