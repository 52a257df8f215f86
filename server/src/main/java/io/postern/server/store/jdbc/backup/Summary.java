package io.postern.server.store.jdbc.backup;

/**
 * What a backup holds.
 *
 * @param schema the version of the tables
 * @param revision the revision at which everything in it holds
 * @param rows of all tables
 * @param sha256 in hexadecimal digits, of all lines before the last
 */
public record Summary(int schema, long revision, long rows, String sha256) {}
