package io.postern.server.store;

import io.postern.server.kernel.Revision;

/**
 * What an export holds.
 *
 * @param revision the revision at which everything in it holds
 * @param resources how many there are
 * @param sha256 in hexadecimal digits, of all lines between the first and the last
 */
public record ExportSummary(Revision revision, long resources, String sha256) {}
