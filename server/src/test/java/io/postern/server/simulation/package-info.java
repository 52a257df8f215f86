/**
 * Two servers on one store, simulated: a seed decides who runs when, what fails and what is started
 * anew. The store, the publisher of DNS, the watches and the services are the real ones; their
 * threads are held wherever they wait for the log, and writers before and after they commit. The
 * threads of single watches run freely: a seed repeats what happens, not when a watch is told.
 */
@NullMarked
package io.postern.server.simulation;

import org.jspecify.annotations.NullMarked;
