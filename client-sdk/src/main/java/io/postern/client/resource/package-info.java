/**
 * The typed clients, one for each kind of resource. Made by {@link
 * io.postern.client.PosternClient}; all are safe to use from several threads and cheap to ask for
 * again.
 */
@NullMarked
package io.postern.client.resource;

import org.jspecify.annotations.NullMarked;
