/**
 * What a write would do: read off the changes of a write that is carried out and taken back, the
 * same for every write. Knows models and how claims are read, and no use case.
 */
@NullMarked
package io.postern.server.plan;

import org.jspecify.annotations.NullMarked;
