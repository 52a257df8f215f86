/** Who did what, and who was refused what: listed, verified and exported. */
@NullMarked
package io.postern.server.audit;

import org.jspecify.annotations.NullMarked;
