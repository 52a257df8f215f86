package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.server.kernel.ControlException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there once it is whole, and not before.
 *
 * @param force whether one that is there is written over
 */
record WholeFile(Path path, boolean force) {
  /** Writes the content, and returns what it is in words. */
  @FunctionalInterface
  interface Source {
    String write(OutputStream target) throws IOException;
  }

  /** Writes it; what the source says of it. */
  String write(Source source) {
    if (Files.exists(path) && !force)
      throw CommandFailure.usage(path + " is there already; --force writes over it");
    // What is not whole never has the name of what is.
    var part = path.resolveSibling(path.getFileName() + ".part");
    try {
      var words = write(source, part);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return words;
    } catch (ControlException e) {
      throw new CommandFailure(ExitCode.CANNOT_START, String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.usage("the file " + path + " cannot be written: " + e.getMessage());
    }
  }

  private static String write(Source source, Path part) throws IOException {
    boolean whole = false;
    try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
      var words = source.write(out);
      whole = true;
      return words;
    } finally {
      if (!whole) Files.deleteIfExists(part);
    }
  }
}
