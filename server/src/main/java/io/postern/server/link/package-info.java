/** What can be connected to: private-link resources and private link services. */
@NullMarked
package io.postern.server.link;

import org.jspecify.annotations.NullMarked;
