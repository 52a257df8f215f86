package io.postern.dns.scenario;

import io.postern.dns.scenario.ScenarioText.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of {@code src/test/resources/scenarios}: a world, and what is asked in it.
 *
 * @param topic what it is about
 */
record Scenario(String topic, String clauses, World world, List<Step> steps) {

  /**
   * Reads a file.
   *
   * @param folder for the zones' files
   */
  static Scenario read(Path file, Path folder) throws IOException {
    var text = ScenarioText.read(Files.readString(file));
    try {
      return read(text, new World(folder));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static Scenario read(ScenarioText text, World world) throws IOException {
    var steps = new ArrayList<Step>();
    var blocks = text.blocks();
    int at = 0;
    while (at < blocks.size() && world.add(blocks.get(at))) at++;
    while (at < blocks.size()) {
      var asked = blocks.get(at);
      if (!isQuery(asked)) throw asked.fault("what is " + asked.keyword() + "?");
      int end = at + 1;
      while (end < blocks.size() && !isQuery(blocks.get(end))) end++;
      var query = Query.read(asked, world.usualNetwork());
      steps.add(Step.read(query, asked.line(), blocks.subList(at + 1, end)));
      at = end;
    }
    if (steps.isEmpty()) throw new IllegalArgumentException("nothing is asked");
    return new Scenario(text.topic(), text.clauses(), world, List.copyOf(steps));
  }

  private static boolean isQuery(Block block) {
    return block.keyword().equals("QUERY") || block.keyword().equals("OCTETS");
  }
}
