package io.postern.cli.print;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headers, in columns as wide as their widest cell. A cell that says nothing is shown as
 * {@code -}, so that every row has as many words to cut at as there are columns.
 */
public final class Table {
  private static final String GAP = "   ";
  private static final String NOTHING = "-";

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> headers) {
    this.headers = List.copyOf(headers);
  }

  /** Adds a row, which has a cell for each header. */
  public void add(List<String> cells) {
    if (cells.size() != headers.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + headers.size() + " headers");
    }
    rows.add(cells.stream().map(Table::shown).toList());
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The headers and the rows, a line each, without blanks at the end. */
  public List<String> lines() {
    var widths = new int[headers.size()];
    measure(headers, widths);
    for (var row : rows) measure(row, widths);
    var lines = new ArrayList<String>();
    lines.add(line(headers, widths));
    for (var row : rows) lines.add(line(row, widths));
    return lines;
  }

  /** Rows of the same length without headers, a line each, without blanks at the end. */
  public static List<String> aligned(List<List<String>> rows) {
    if (rows.isEmpty()) return List.of();
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) measure(row, widths);
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /**
   * A single row as a list of headers with their cells, one below the other. Cells that say nothing
   * are left out, and a cell of several lines is kept in its column.
   */
  public static List<String> upright(List<String> headers, List<String> cells) {
    int width = headers.stream().mapToInt(String::length).max().orElse(0);
    var lines = new ArrayList<String>();
    for (int i = 0; i < headers.size(); i++) {
      if (cells.get(i).isBlank()) continue;
      var header = headers.get(i);
      for (var part : cells.get(i).lines().toList()) {
        lines.add(pad(header, width) + GAP + part);
        header = "";
      }
    }
    return lines;
  }

  private static String shown(String cell) {
    return cell.isBlank() ? NOTHING : cell.replaceAll("\\R", "; ");
  }

  private static void measure(List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(cells.get(i)));
    }
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(pad(cells.get(i), widths[i]));
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(width - width(cell));
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
