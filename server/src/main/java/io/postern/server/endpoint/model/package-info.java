/** Private endpoints as values. */
@NullMarked
package io.postern.server.endpoint.model;

import org.jspecify.annotations.NullMarked;
