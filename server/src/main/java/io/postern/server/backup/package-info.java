/** Everything in the store as a stream, in rows or in lines of JSON, for administrators. */
@NullMarked
package io.postern.server.backup;

import org.jspecify.annotations.NullMarked;
