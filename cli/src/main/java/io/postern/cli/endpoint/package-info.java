/** {@code postern endpoint}: what the owner of a private endpoint can do besides making it. */
@NullMarked
package io.postern.cli.endpoint;

import org.jspecify.annotations.NullMarked;
