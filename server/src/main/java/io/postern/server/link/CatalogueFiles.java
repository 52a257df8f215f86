package io.postern.server.link;

import io.postern.server.link.model.Catalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the catalogue of resource types that comes with the server. */
final class CatalogueFiles {
  private CatalogueFiles() {}

  static Catalogue types(String cloud) {
    return Catalogue.parse(lines("resource-types.tsv"), cloud);
  }

  private static List<String> lines(String file) {
    var resource = CatalogueFiles.class.getResourceAsStream("/catalogue/" + file);
    if (resource == null)
      throw new IllegalStateException("The catalogue file " + file + " is not in the jar.");
    try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return reader.readAllLines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
