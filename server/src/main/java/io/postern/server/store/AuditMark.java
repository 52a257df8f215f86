package io.postern.server.store;

/**
 * A place in the chain of the audit.
 *
 * @param number of the entry there; zero before the first
 * @param hash of that entry, in hexadecimal digits; empty before the first
 */
public record AuditMark(long number, String hash) {}
