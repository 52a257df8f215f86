package io.postern.cli.watch;

import com.google.protobuf.Timestamp;
import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.noun.Words;
import io.postern.v1.ChangeType;
import io.postern.v1.ResourceKind;
import java.util.Locale;

/**
 * A change as a line for people.
 *
 * @param state where a connection is after it; empty for what has no such state
 */
record ChangeLine(
    Timestamp time,
    ChangeType type,
    ResourceKind kind,
    String name,
    String state,
    String actor,
    String reason) {
  private static final String GAP = "  ";
  private static final int TYPE_WIDTH = "modified".length();
  private static final int NOUN_WIDTH =
      Nouns.ALL.stream().mapToInt(noun -> noun.word().length()).max().orElse(0);

  /** Enough for most names, and what the first line has, which knows of no other. */
  static final int LEAST_NAME_WIDTH = 32;

  private static final int TIME_WIDTH = "2031-01-31T12:00:00Z".length();

  /**
   * Columns of fixed width where that is known: the next line is not.
   *
   * @param nameWidth of the longest name so far
   */
  String text(int nameWidth) {
    var line = new StringBuilder();
    line.append(pad(Words.of(time), TIME_WIDTH)).append(GAP);
    line.append(pad(typeWord(), TYPE_WIDTH)).append(GAP);
    line.append(pad(nounWord(), NOUN_WIDTH)).append(GAP);
    line.append(pad(shownName(), nameWidth));
    if (!state.isEmpty()) line.append(GAP).append(state);
    if (!actor.isEmpty()) line.append(GAP).append("by ").append(actor);
    if (!reason.isEmpty()) line.append(GAP).append('(').append(reason).append(')');
    return line.toString().stripTrailing();
  }

  /** The name with its subscription and group, which a watch may have many of. */
  String shownName() {
    return ShortName.ids(name);
  }

  private String typeWord() {
    return switch (type) {
      case CHANGE_TYPE_SNAPSHOT -> "present";
      case CHANGE_TYPE_ADDED, CHANGE_TYPE_MODIFIED, CHANGE_TYPE_DELETED ->
          Words.bare(type).toLowerCase(Locale.ROOT);
      case CHANGE_TYPE_UNSPECIFIED, UNRECOGNIZED -> "?";
    };
  }

  private String nounWord() {
    var message = Words.of(kind);
    return Nouns.ALL.stream()
        .filter(noun -> noun.prototype().getDescriptorForType().getName().equals(message))
        .findFirst()
        .map(Noun::word)
        .orElse("?");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
