/**
 * The store in H2: rows, SQL, migrations and the one write door. The only package that knows JDBC
 * and Jdbi.
 */
@NullMarked
package io.postern.server.store.jdbc;

import org.jspecify.annotations.NullMarked;
