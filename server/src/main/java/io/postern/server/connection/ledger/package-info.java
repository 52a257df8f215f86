/**
 * The one way a connection moves: connection, endpoint and journal change together. Used by every
 * feature whose changes move connections.
 */
@NullMarked
package io.postern.server.connection.ledger;

import org.jspecify.annotations.NullMarked;
