/** Targets of connections as values, and the catalogue of resource types. */
@NullMarked
package io.postern.server.link.model;

import org.jspecify.annotations.NullMarked;
