/**
 * The one answer to who else has addresses, for virtual and on-premises networks. Imports models,
 * {@code kernel}, {@code auth} and {@code store}.
 */
@NullMarked
package io.postern.server.network.overlap;

import org.jspecify.annotations.NullMarked;
