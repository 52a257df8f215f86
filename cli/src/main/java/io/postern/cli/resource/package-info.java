/** {@code postern get}, {@code list} and {@code delete}, which are the same for all resources. */
@NullMarked
package io.postern.cli.resource;

import org.jspecify.annotations.NullMarked;
