/**
 * The stored form of each kind of resource: explicit, dull mapping between model records and JSON
 * documents.
 */
@NullMarked
package io.postern.server.store.jdbc.document;

import org.jspecify.annotations.NullMarked;
