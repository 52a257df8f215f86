/** Private endpoints: the decision at create, addresses, interface and connection in one write. */
@NullMarked
package io.postern.server.endpoint;

import org.jspecify.annotations.NullMarked;
