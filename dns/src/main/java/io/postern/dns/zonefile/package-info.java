/**
 * Zone files: records as text, read and written (RFC 1035 §5). For those who keep zones, not for
 * the query path; with {@code codec} the only user of dnsjava, for the data of the many types.
 * Imports nothing of the engine.
 */
@NullMarked
package io.postern.dns.zonefile;

import org.jspecify.annotations.NullMarked;
