/**
 * Who a caller is and what it may do. Decisions here are pure; the transaction supplies the facts.
 */
@NullMarked
package io.postern.server.auth;

import org.jspecify.annotations.NullMarked;
