/**
 * etcd as a peer of measurements: the program of Debian's package {@code etcd-server}, and the few
 * calls of its API (version 3) that are compared. Only measurements import this package.
 */
@NullMarked
package io.postern.bench.etcd;

import org.jspecify.annotations.NullMarked;
