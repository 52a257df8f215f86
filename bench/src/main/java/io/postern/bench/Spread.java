package io.postern.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of several runs: the middle one, with the smallest and the largest. */
final class Spread {
  private final List<Double> figures = new ArrayList<>();

  void add(double figure) {
    figures.add(figure);
  }

  double middle() {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }

  @Override
  public String toString() {
    var sorted = figures.stream().sorted().toList();
    return String.format(
        Locale.ROOT, "%,.0f (%,.0f to %,.0f)", middle(), sorted.getFirst(), sorted.getLast());
  }
}
