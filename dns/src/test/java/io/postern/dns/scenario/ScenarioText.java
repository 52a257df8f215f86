package io.postern.dns.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A scenario file as text: a head that says what it is about, then blocks.
 *
 * <pre>
 * ; A wildcard stands in for names that are not there.
 * ; RFC 4592 §2.1.1, §3.3.1
 *
 * ZONE example.org
 *   $TTL 300
 *   example.org. SOA ns admin 1 7200 3600 1209600 60
 *   *.wild       A   192.0.2.42
 *
 * QUERY any.wild.example.org A
 * REPLY NOERROR aa
 * ANSWER
 *   any.wild.example.org. 300 A 192.0.2.42
 * </pre>
 *
 * <p>A block is a line that begins with a word in capitals, and the lines below it that are
 * indented by two blanks. {@code ;} at the beginning of a line makes a comment of it. {@link World}
 * says what the blocks before the first query mean, {@link Step} those that follow.
 *
 * @param topic the first line
 * @param clauses the second line: what lays down that it is so
 */
record ScenarioText(String topic, String clauses, List<Block> blocks) {
  private static final String COMMENT = ";";
  private static final String INDENT = "  ";

  /**
   * A line that begins with a word in capitals, and what is indented below it.
   *
   * @param line its number in the file
   * @param words those behind the first
   */
  record Block(int line, String keyword, List<String> words, List<String> body) {
    /** The one word behind the first. */
    String word() {
      if (words.size() != 1) throw fault(keyword + " takes one word");
      return words.getFirst();
    }

    String text() {
      return String.join("\n", body) + "\n";
    }

    IllegalArgumentException fault(String why) {
      return new IllegalArgumentException("line " + line + ": " + why);
    }
  }

  static ScenarioText read(String text) {
    var lines = text.lines().toList();
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.startsWith(COMMENT) || line.isBlank()) continue;
      if (line.startsWith(INDENT)) {
        if (blocks.isEmpty()) throw new IllegalArgumentException("text before the first block");
        blocks.getLast().body().add(line.substring(INDENT.length()));
      } else {
        var words = List.of(line.strip().split(" +"));
        blocks.add(
            new Block(i + 1, words.getFirst(), words.subList(1, words.size()), new ArrayList<>()));
      }
    }
    return new ScenarioText(comment(lines, 0), comment(lines, 1), List.copyOf(blocks));
  }

  private static String comment(List<String> lines, int index) {
    if (lines.size() <= index || !lines.get(index).startsWith(COMMENT))
      throw new IllegalArgumentException("a head of two comments is missing");
    return lines.get(index).substring(COMMENT.length()).strip();
  }
}
