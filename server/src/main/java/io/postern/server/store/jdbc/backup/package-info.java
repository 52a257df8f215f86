/**
 * A whole store as a file, the same for every database: lines of JSON, compressed, with a hash at
 * the end.
 */
@NullMarked
package io.postern.server.store.jdbc.backup;

import org.jspecify.annotations.NullMarked;
