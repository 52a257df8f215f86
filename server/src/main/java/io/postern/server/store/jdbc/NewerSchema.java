package io.postern.server.store.jdbc;

/** Tables that a newer version has changed in a way that this one does not know. */
final class NewerSchema extends RuntimeException {
  private static final long serialVersionUID = 1;

  NewerSchema() {
    super("its tables are those of a newer version of Postern; use that one");
  }
}
