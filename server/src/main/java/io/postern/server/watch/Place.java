package io.postern.server.watch;

/**
 * A place in the order of a snapshot, which is by kind and then by name.
 *
 * @param kind which of the snapshot's kinds
 * @param key of a name; empty before the first
 */
record Place(int kind, String key) implements Comparable<Place> {
  static final Place START = new Place(0, "");

  Place nextKind() {
    return new Place(kind + 1, "");
  }

  @Override
  public int compareTo(Place other) {
    return kind != other.kind ? Integer.compare(kind, other.kind) : key.compareTo(other.key);
  }
}
