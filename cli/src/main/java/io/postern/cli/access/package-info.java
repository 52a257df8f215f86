/** {@code postern access}: gives roles, denies actions, locks, and tells who may do what. */
@NullMarked
package io.postern.cli.access;

import org.jspecify.annotations.NullMarked;
