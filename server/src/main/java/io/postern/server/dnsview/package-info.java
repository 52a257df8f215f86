/**
 * From resources to DNS: facts compiled into the index that the DNS engine answers from, kept
 * current by the change log.
 */
@NullMarked
package io.postern.server.dnsview;

import org.jspecify.annotations.NullMarked;
