package io.postern.dns.master;

import java.nio.file.Path;

/**
 * Where something stands in a master file.
 *
 * @param file as it was named, or as {@code $INCLUDE} leads to it
 * @param line of the first of the lines it stands on, from 1
 */
public record Place(Path file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
