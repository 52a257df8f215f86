package io.postern.server.watch;

import io.postern.server.kernel.Revision;
import java.util.List;

/**
 * A piece of the log.
 *
 * @param changes whole revisions, in order
 * @param through nothing else happened up to and with this revision
 */
record Chunk(List<WatchedChange> changes, Revision through) {}
