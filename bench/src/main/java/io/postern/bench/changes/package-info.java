/**
 * How soon a change of a name is answered, by Postern, by BIND and by PowerDNS, in turns and under
 * the same load of queries.
 */
@NullMarked
package io.postern.bench.changes;

import org.jspecify.annotations.NullMarked;
