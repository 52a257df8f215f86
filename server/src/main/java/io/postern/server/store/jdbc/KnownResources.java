package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import io.postern.server.store.jdbc.document.Documents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a writer has read or written by name, as it is now. Behind it stands the shelf of its group,
 * and behind that the database.
 */
final class KnownResources {
  private final Sql sql;
  private final Documents documents;
  private final Shelf shelf;
  private final Map<ResourceName, Known> known = new HashMap<>();

  /** What the writer has deleted. */
  private final Set<ResourceName> absent = new HashSet<>();

  /** What there is no row of. */
  private final Set<Sought> sought = new HashSet<>();

  private record Sought(String kind, ResourceName name) {}

  /**
   * @param text the resource is stored as; null if it was not read from its row
   */
  private record Known(Kept kept, @Nullable String text) {
    static Known of(Resource resource, String text, long row) {
      return new Known(new Kept(resource, row, text.length()), text);
    }
  }

  /** A resource, the text it is stored as, and the number of its row. */
  record Stored(Resource resource, String text, long row) {}

  KnownResources(Sql sql, Documents documents, Shelf shelf) {
    this.sql = sql;
    this.documents = documents;
    this.shelf = shelf;
  }

  <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    var seen = known.get(name);
    if (seen != null) return seen.kept.as(kind);
    if (absent.contains(name) || shelf.isGone(name)) return Optional.empty();
    var earlier = shelf.find(name);
    if (earlier == null) return read(kind, name);
    known.put(name, new Known(earlier, null));
    return earlier.as(kind);
  }

  private <T extends Resource> Optional<T> read(Kind<T> kind, ResourceName name) {
    var row = ResourceRows.find(sql, kind, name);
    if (row.isEmpty()) {
      sought.add(new Sought(kind.id(), name));
      return Optional.empty();
    }
    var text = row.get().body();
    var found = documents.read(kind, text);
    var read = Known.of(found, text, row.get().id());
    known.put(name, read);
    shelf.read(read.kept);
    return Optional.of(found);
  }

  /** Whether there is a resource of this name, of whichever kind. */
  boolean has(ResourceName name) {
    if (known.containsKey(name)) return true;
    return Documents.kinds().stream()
        .filter(kind -> kind.matches(name) && !sought.contains(new Sought(kind.id(), name)))
        .anyMatch(kind -> ResourceRows.has(sql, kind, name));
  }

  /**
   * A resource with its row.
   *
   * @throws ControlException {@code NotFound}
   */
  Stored stored(Resource resource) {
    var seen = known.get(resource.name());
    var text =
        seen != null && seen.text != null && seen.kept.resource().equals(resource)
            ? seen.text
            : documents.text(resource);
    return new Stored(resource, text, seen != null ? seen.kept.row() : row(resource));
  }

  private long row(Resource resource) {
    return ResourceRows.find(sql, resource.kind(), resource.name())
        .orElseThrow(() -> ControlException.notFound(resource.kind().label(), resource.name()))
        .id();
  }

  /** Takes note that the writer makes this of a row. */
  Stored put(Resource resource, long row) {
    var text = documents.text(resource);
    known.put(resource.name(), Known.of(resource, text, row));
    absent.remove(resource.name());
    return new Stored(resource, text, row);
  }

  void remove(ResourceName name) {
    known.remove(name);
    absent.add(name);
  }

  /** What the writer leaves of a name to those behind it. */
  Optional<Kept> left(ResourceName name) {
    return Optional.ofNullable(known.get(name)).map(Known::kept);
  }
}
