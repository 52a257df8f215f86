package io.postern.server.store;

import io.postern.server.kernel.Revision;

/**
 * What a backup holds.
 *
 * @param schema the version of the tables
 * @param revision the revision at which everything in it holds
 * @param rows of all tables
 * @param sha256 in hexadecimal digits, of all lines before the last
 */
public record BackupSummary(int schema, Revision revision, long rows, String sha256) {}
