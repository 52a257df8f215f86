/** The answers the product promises, asked of a running server by clients that are not ours. */
@NullMarked
package io.postern.dns.scenario;

import org.jspecify.annotations.NullMarked;
