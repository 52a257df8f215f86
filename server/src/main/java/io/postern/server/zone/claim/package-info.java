/**
 * Reads the claims of endpoints on DNS names out of the store. Shared by the features that show
 * them: zones by name, endpoints by endpoint. Imports models and the store.
 */
@NullMarked
package io.postern.server.zone.claim;

import org.jspecify.annotations.NullMarked;
