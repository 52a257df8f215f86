package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The newest revision that anybody was told of, in a file beside the database. H2 opens a file
 * whose last writes are damaged as it was before them, and says nothing; this tells.
 *
 * <p>It is written after the database was forced, and not forced itself: after a power cut it may
 * be older than what was acknowledged, and is never newer.
 */
record Acknowledged(Path file) {
  /** Always as long, so that it is written over in place, with nothing to allocate. */
  private static final String FORM = "%019d\n";

  private static final Pattern LINE = Pattern.compile("\\d{19}\n");

  /** Notes a revision that is on disk and about to be told. */
  void note(Revision revision) {
    try {
      Files.writeString(
          file,
          FORM.formatted(revision.number()),
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was noted last; empty if nothing was, or nothing that can be read. */
  Optional<Revision> read() {
    try {
      var line = Files.readString(file, StandardCharsets.ISO_8859_1);
      return LINE.matcher(line).matches()
          ? Optional.of(new Revision(Long.parseLong(line.strip())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
