/** {@code postern version}. */
@NullMarked
package io.postern.cli.version;

import org.jspecify.annotations.NullMarked;
