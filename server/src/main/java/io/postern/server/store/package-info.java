/**
 * The store as the features see it: read and write transactions, the change log. Interfaces and
 * values only; the SQL is in {@code store.jdbc}.
 */
@NullMarked
package io.postern.server.store;

import org.jspecify.annotations.NullMarked;
