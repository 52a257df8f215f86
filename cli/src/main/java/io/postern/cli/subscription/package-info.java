/** {@code postern subscription}: resource providers and quotas. */
@NullMarked
package io.postern.cli.subscription;

import org.jspecify.annotations.NullMarked;
