package io.postern.server.link;

import io.postern.server.link.model.Catalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the catalogue of resource types that comes with the server. */
final class CatalogueFiles {
  /** By cloud; nothing changes one that has been read. */
  private static final Map<String, Catalogue> READ = new ConcurrentHashMap<>();

  private CatalogueFiles() {}

  static Catalogue types(String cloud) {
    return READ.computeIfAbsent(cloud, it -> Catalogue.parse(lines("resource-types.tsv"), it));
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
