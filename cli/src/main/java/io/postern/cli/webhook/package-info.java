/** {@code postern webhook}: what is posted to receivers, and with which secret. */
@NullMarked
package io.postern.cli.webhook;

import org.jspecify.annotations.NullMarked;
