/** {@code postern zone}: the records of private DNS zones as zone files. */
@NullMarked
package io.postern.cli.zone;

import org.jspecify.annotations.NullMarked;
