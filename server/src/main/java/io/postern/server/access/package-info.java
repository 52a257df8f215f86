/**
 * Roles, assignments and locks as use cases and services, and the answers to who may do what. What
 * they say is decided in {@code auth} and {@code kernel}; nothing here is asked by other features.
 */
@NullMarked
package io.postern.server.access;

import org.jspecify.annotations.NullMarked;
