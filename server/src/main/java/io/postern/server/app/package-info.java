/**
 * Start and stop: the list of modules, the order of things. Imports everything; nothing imports it.
 */
@NullMarked
package io.postern.server.app;

import org.jspecify.annotations.NullMarked;
