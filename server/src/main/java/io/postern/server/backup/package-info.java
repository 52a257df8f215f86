/** Everything in the store as a stream, for administrators, while the server runs. */
@NullMarked
package io.postern.server.backup;

import org.jspecify.annotations.NullMarked;
