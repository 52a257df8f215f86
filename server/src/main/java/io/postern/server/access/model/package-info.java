/** Roles, role and deny assignments and locks as values: who may do what, and where. */
@NullMarked
package io.postern.server.access.model;

import org.jspecify.annotations.NullMarked;
