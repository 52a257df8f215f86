package io.postern.cli.print;

import java.util.ArrayList;
import java.util.List;

/** A line of text with lines below it, as a person reads a tree. */
public record Tree(String text, List<Tree> below) {
  public Tree {
    below = List.copyOf(below);
  }

  public static Tree leaf(String text) {
    return new Tree(text, List.of());
  }

  /** This line, and each below it with the branches that lead to it. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(text);
    addBelow(lines, "");
    return lines;
  }

  private void addBelow(List<String> lines, String before) {
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      var branch = below.get(i);
      lines.add((before + (last ? "\\- " : "+- ") + branch.text()).stripTrailing());
      branch.addBelow(lines, before + (last ? "   " : "|  "));
    }
  }
}
