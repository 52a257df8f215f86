package io.postern.cli.topology;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Something in a topology file cannot be used. */
final class TopologyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message with the line before it
   */
  TopologyException(String message) {
    super(message);
  }

  /**
   * @param node where in the file it is
   * @param message what is wrong and what to write instead
   */
  static TopologyException at(Node node, String message) {
    int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    return new TopologyException(line + ": " + message);
  }
}
