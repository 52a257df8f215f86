/** Connections from the provider's side: approve, reject, suspend, resume, delete. */
@NullMarked
package io.postern.server.connection;

import org.jspecify.annotations.NullMarked;
