/**
 * Upstream resolvers: asking them over UDP and TCP, or over TLS those that prove themselves,
 * remembering their answers, beyond their time if that is wanted, skipping the dead. Imports {@code
 * codec} and what lies below it.
 */
@NullMarked
package io.postern.dns.forward;

import org.jspecify.annotations.NullMarked;
