/**
 * What server tests share: a whole server in this process, a clock that is set by hand, ids that
 * count.
 */
@NullMarked
package io.postern.server.testing;

import org.jspecify.annotations.NullMarked;
