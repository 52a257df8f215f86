/**
 * What a service behind a private link reads at the beginning of each connection: who is at the
 * other end. Pure bytes; needs no server.
 */
@NullMarked
package io.postern.client.proxy;

import org.jspecify.annotations.NullMarked;
