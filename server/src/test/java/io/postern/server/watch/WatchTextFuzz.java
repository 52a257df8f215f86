package io.postern.server.watch;

import java.util.List;
import java.util.Set;

/** The texts that a watch is asked for with. */
public final class WatchTextFuzz {
  private static final long FILTER = ResumeToken.digest("");

  private WatchTextFuzz() {}

  /** A token that is taken is what it is again. */
  public static void resumeToken(String text) {
    var token = ResumeToken.parse(text, FILTER, 0);
    if (!ResumeToken.parse(token.text(), FILTER, 0).equals(token))
      throw new AssertionError(token + " is another token when it is read again");
  }

  /** A line for the parent and one for the beginning of names. */
  public static void filter(String text) {
    var lines = text.split("\n", 2);
    var filter = WatchFilter.of(Set.of(), lines[0], lines.length > 1 ? lines[1] : "", List.of());
    var _ = ResumeToken.digest(filter.text());
    if (!filter.scope().prefix().startsWith(filter.below().prefix())
        && !filter
            .scope()
            .prefix()
            .equals(filter.prefix().substring(0, filter.prefix().lastIndexOf('/') + 1)))
      throw new AssertionError(filter + " looks elsewhere");
  }
}
