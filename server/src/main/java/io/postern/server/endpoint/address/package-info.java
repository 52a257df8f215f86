/**
 * The addresses of endpoints: given at create, and again when a target gains or loses members.
 * Shared by the features that make either happen. Imports models and the store.
 */
@NullMarked
package io.postern.server.endpoint.address;

import org.jspecify.annotations.NullMarked;
