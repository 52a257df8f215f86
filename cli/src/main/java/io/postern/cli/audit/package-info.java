/** {@code postern audit}: who did what, and whether the record of it is whole. */
@NullMarked
package io.postern.cli.audit;

import org.jspecify.annotations.NullMarked;
