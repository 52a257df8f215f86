/**
 * What keeps one client from taking the server from the others: cookies, which tell clients from
 * those who only use their addresses, and limits on the rate of responses. Imports {@code codec}
 * and what lies below it.
 */
@NullMarked
package io.postern.dns.guard;

import org.jspecify.annotations.NullMarked;
