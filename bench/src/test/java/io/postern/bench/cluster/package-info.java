/** Several servers on one database, and what their clients see while some of them fail. */
@NullMarked
package io.postern.bench.cluster;

import org.jspecify.annotations.NullMarked;
